namespace Replication.Agent.Dashboard.Hosting;

/// <summary>What one reader, honest or not, may take of a dashboard.</summary>
internal sealed record DashboardLimits
{
    /// <summary>Browsers open up to six each.</summary>
    public int MaxConnections { get; init; } = 256;

    /// <summary>Pages that are followed live at the same time; others reload themselves.</summary>
    public int MaxStreams { get; init; } = 64;

    /// <summary>Longer than any form of the dashboard, bytes.</summary>
    public int MaxBodyLength { get; init; } = 16 * 1024;

    public int MaxHeadersLength { get; init; } = 16 * 1024;

    public int MaxRequestLineLength { get; init; } = 4 * 1024;

    /// <summary>From the first byte of a request to the end of its headers.</summary>
    public TimeSpan HeadersTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Bytes per second below which a request or an answer is given up, after <see cref="DataRateGrace"/>.</summary>
    public double MinDataRate { get; init; } = 240;

    public TimeSpan DataRateGrace { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Connections through which nothing comes are dropped by what is in between; most wait for a minute.</summary>
    public TimeSpan Heartbeat { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How often running jobs are looked at while somebody follows them.</summary>
    public TimeSpan LiveInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How old the overview of everything may be.</summary>
    public TimeSpan Freshness { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a stop lets requests finish.</summary>
    public TimeSpan StopTimeout { get; init; } = TimeSpan.FromSeconds(2);
}
