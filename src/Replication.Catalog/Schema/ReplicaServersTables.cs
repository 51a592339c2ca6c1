namespace Replication.Catalog.Schema;

/// <summary>Version 5: replica servers and who may replicate to them.</summary>
internal static class ReplicaServersTables
{
    public static readonly Migration Migration = new(
        5, "replica servers", dialect => [.. KindTable.Statements(dialect, "replica_servers"), .. KindTable.Statements(dialect, "replica_authorizations")]);
}
