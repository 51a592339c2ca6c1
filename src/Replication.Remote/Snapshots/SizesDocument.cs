namespace Replication.Remote.Snapshots;

/// <summary>Measured sizes of the server's store.</summary>
internal sealed record SizesDocument(long LogicalBytes, long AllocatedBytes, int Snapshots, int PendingSnapshots, IReadOnlyList<string> DamagedSnapshots);
