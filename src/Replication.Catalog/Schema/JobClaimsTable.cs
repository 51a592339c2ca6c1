namespace Replication.Catalog.Schema;

/// <summary>
/// Version 3: what only one job may have at a time; and listings of jobs by state, or by owner and state, that stop at a limit
/// read no further than that.
/// </summary>
internal static class JobClaimsTable
{
    public static readonly Migration Migration = new(
        3,
        "job claims",
        dialect =>
        [
            .. KindTable.Statements(dialect, "job_claims"),
            "DROP INDEX ix_jobs_state",
            "DROP INDEX ix_jobs_owner",
            "CREATE INDEX ix_jobs_state ON jobs (state, created)",
            "CREATE INDEX ix_jobs_owner ON jobs (owner_id, state, created)",
        ]);
}
