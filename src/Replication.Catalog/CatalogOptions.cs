namespace Replication.Catalog;

/// <summary>How a catalog is opened. Nothing in here makes a commit less durable.</summary>
public sealed record CatalogOptions
{
    // Long enough for another process's migration or backup-sized transaction, short enough that a person still waits for it.
    private static readonly TimeSpan DefaultBusyTimeout = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan LongestBusyTimeout = TimeSpan.FromDays(1); // Well within what timers take.

    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Refuses every change with CatalogReadOnly, and never migrates or creates anything.</summary>
    public bool ReadOnly { get; init; }

    /// <summary>False when a catalog must be there already: a missing or empty file is then CatalogNotFound, never a new catalog.</summary>
    public bool CreateIfMissing { get; init; } = true;

    /// <summary>How long a call waits for other writers before it gives up with CatalogUnavailable.</summary>
    public TimeSpan BusyTimeout { get; init; } = DefaultBusyTimeout;

    internal static void Require(CatalogOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.BusyTimeout, TimeSpan.Zero, nameof(options));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.BusyTimeout, LongestBusyTimeout, nameof(options));
    }
}
