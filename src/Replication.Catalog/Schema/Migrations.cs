namespace Replication.Catalog.Schema;

/// <summary>All versions of the schema, in order, counted from 1 without a gap.</summary>
internal static class Migrations
{
    public static readonly IReadOnlyList<Migration> All =
        [InitialSchema.Migration, MountsTable.Migration, JobClaimsTable.Migration, MonitoringTables.Migration, ReplicaServersTables.Migration, ScheduleTables.Migration];
}
