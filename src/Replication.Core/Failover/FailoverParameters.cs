using Replication.Core.Snapshots;

namespace Replication.Core.Failover;

public sealed record TestFailoverParameters
{
    /// <summary>Point to test; null for the newest.</summary>
    public string? PointId { get; init; }

    /// <summary>Leave the test machine off even where it could be started.</summary>
    public bool NoStart { get; init; }

    /// <summary>Run it from the mounted point instead of from copies of its disks.</summary>
    public bool Instant { get; init; }
}

public sealed record FailoverParameters
{
    /// <summary>Point to fail over to; null for the newest. A planned failover makes its own.</summary>
    public string? PointId { get; init; }

    /// <summary>Leave the replica machine off even where it could be started.</summary>
    public bool NoStart { get; init; }

    /// <summary>Before a planned failover ask the machine to shut down if it runs; else it has to be off.</summary>
    public bool ShutDownPrimary { get; init; }

    /// <summary>Run it from the mounted point instead of from copies of its disks.</summary>
    public bool Instant { get; init; }
}

/// <summary>A machine that a failover or a test made.</summary>
/// <param name="MachineId">Its id at the site.</param>
/// <param name="MachineName">Its name.</param>
/// <param name="SiteName">Where it is.</param>
/// <param name="PointId">Recovery point its disks were made from.</param>
/// <param name="Disks">
/// Root hash of each disk, read again from the machine after it was made; of one that runs from the mounted point, those of its snapshots.
/// </param>
/// <param name="BytesWritten">Bytes written to its disks.</param>
/// <param name="Started">Whether it was started.</param>
/// <param name="NotStartedBecause">Why not, if not.</param>
public sealed record FailoverResult(
    string MachineId, string MachineName, string SiteName, string PointId, IReadOnlyDictionary<string, BlockDigest> Disks, long BytesWritten, bool Started,
    string? NotStartedBecause)
{
    /// <summary>Whether the first logon of a user will restart the machine (AWS-16).</summary>
    public bool PendingFirstLogonRestart { get; init; }

    /// <summary>What its owner should know now; null when there is nothing.</summary>
    public string? Note => PendingFirstLogonRestart ? $"First user logon will restart {MachineName} once to finish driver set-up." : null;

    /// <summary>Whether its disks are the mounted point.</summary>
    public bool Instant { get; init; }

    /// <summary>What a planned failover sent as its last delta.</summary>
    public long BytesSent { get; init; }

    public long BytesRead { get; init; }
}
