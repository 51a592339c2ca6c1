using Replication.Core.Groups;

namespace Replication.Core.Health;

/// <summary>A VM with its group and its health, as the catalog has them.</summary>
public sealed record VMHealth(ReplicatedVM VM, ReplicationGroup Group, ReplicationHealth Health);
