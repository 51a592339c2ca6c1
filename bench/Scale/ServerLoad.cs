namespace Replication.Bench.Scale;

/// <summary>Counters of the server at one instant.</summary>
internal sealed record ServerLoad(DateTimeOffset At, double CpuSeconds, long Commits, long Rollbacks, long EndedJobs, long WalBytes, long Bytes)
{
    public static async Task<ServerLoad> ReadAsync(PostgresProcess server, CancellationToken cancellationToken) => new(
        TimeProvider.System.GetUtcNow(),
        server.CpuSeconds(),
        await server.ScalarAsync<long>("SELECT xact_commit FROM pg_stat_database WHERE datname = current_database()", cancellationToken),
        await server.ScalarAsync<long>("SELECT xact_rollback FROM pg_stat_database WHERE datname = current_database()", cancellationToken),
        await server.ScalarAsync<long>("SELECT count(*) FROM audit", cancellationToken),
        await server.ScalarAsync<long>("SELECT wal_bytes::bigint FROM pg_stat_wal", cancellationToken),
        await server.ScalarAsync<long>("SELECT pg_database_size(current_database())", cancellationToken));

    /// <summary>Cores in use since then.</summary>
    public double CpuSince(ServerLoad before) => (CpuSeconds - before.CpuSeconds) / (At - before.At).TotalSeconds;
}
