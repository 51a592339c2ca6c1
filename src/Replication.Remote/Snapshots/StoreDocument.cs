namespace Replication.Remote.Snapshots;

/// <summary>What a server says of its store.</summary>
internal sealed record StoreDocument(int Protocol, string StoreId, string Region, int BlockSize, int GrainSize, bool Grains, bool Maintenance);
