namespace Replication.Catalog.Schema;

/// <summary>Version 2: mounted recovery points.</summary>
internal static class MountsTable
{
    public static readonly Migration Migration = new(2, "mounts", dialect => KindTable.Statements(dialect, "mounts"));
}
