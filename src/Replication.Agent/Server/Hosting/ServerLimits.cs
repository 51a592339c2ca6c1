namespace Replication.Agent.Server.Hosting;

/// <summary>What one client, honest or not, may take of the server.</summary>
public sealed record ServerLimits
{
    /// <summary>Twice what a client with 64 workers and a few listings opens, several times over.</summary>
    public int MaxConnections { get; init; } = 1024;

    /// <summary>Each may hold one block of 512 KiB: 256 of them are 128 MiB.</summary>
    public int MaxConcurrentRequests { get; init; } = 256;

    /// <summary>Signed requests have some twenty headers.</summary>
    public int MaxHeaderCount { get; init; } = 64;

    /// <summary>All header lines together, bytes.</summary>
    public int MaxHeadersLength { get; init; } = 16 * 1024;

    public int MaxRequestLineLength { get; init; } = 8 * 1024;

    /// <summary>From the first byte of a request to the end of its headers.</summary>
    public TimeSpan HeadersTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Longer than clients keep idle connections, so that it is they who close them.</summary>
    public TimeSpan KeepAliveTimeout { get; init; } = TimeSpan.FromMinutes(3);

    /// <summary>Bytes per second below which a body or an answer is given up, after <see cref="DataRateGrace"/>.</summary>
    public double MinDataRate { get; init; } = 1024;

    public TimeSpan DataRateGrace { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a stop lets running requests finish before it cuts their connections.</summary>
    public TimeSpan StopTimeout { get; init; } = TimeSpan.FromSeconds(5);
}
