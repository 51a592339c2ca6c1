using Replication.Core.Capture;
using Replication.Core.Machines;

namespace Replication.Core.Sites.Remote;

/// <param name="Machine">As it was at the instant.</param>
/// <param name="CapturedAt">By the clock there.</param>
/// <param name="Facts">How it was held.</param>
/// <param name="Disks">Its disks.</param>
public sealed record SessionImage(Machine Machine, DateTimeOffset CapturedAt, CaptureFacts Facts, IReadOnlyList<SessionDisk> Disks);
