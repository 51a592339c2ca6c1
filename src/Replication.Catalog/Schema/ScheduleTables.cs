namespace Replication.Catalog.Schema;

/// <summary>Version 6: how far the schedules of groups have come, and what holds for all of them.</summary>
internal static class ScheduleTables
{
    public static readonly Migration Migration = new(
        6, "schedules", dialect => [.. KindTable.Statements(dialect, "schedules"), .. KindTable.Statements(dialect, "schedule_settings")]);
}
