using Replication.Core.Mounts;

namespace Replication.Agent.Commands;

/// <summary>A mount as it is listed.</summary>
/// <param name="Mount">What is mounted.</param>
/// <param name="Serving">How it is served.</param>
internal sealed record MountView(PointMount Mount, MountServing Serving);
