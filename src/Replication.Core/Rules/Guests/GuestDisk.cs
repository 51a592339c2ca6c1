using Replication.Core.Disks;

namespace Replication.Core.Rules.Guests;

/// <summary>One disk of a machine to be inspected: an image, a captured disk or a snapshot of a recovery point.</summary>
/// <param name="Position">Position at the controller, as the machine's configuration has it.</param>
/// <param name="Boot">Whether the machine starts from it.</param>
/// <param name="View">Its content. The inspector reads it and leaves it open.</param>
public sealed record GuestDisk(int Position, bool Boot, IDiskView View);
