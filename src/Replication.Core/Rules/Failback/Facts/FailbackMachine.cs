using Replication.Core.Machines;

namespace Replication.Core.Rules.Failback.Facts;

/// <summary>A failed-over machine that is to come home.</summary>
public sealed record FailbackMachine
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    public GuestOperatingSystem OperatingSystem { get; init; } = GuestOperatingSystem.Unknown;

    public int? DiskCount { get; init; }

    public long? MemoryBytes { get; init; }

    /// <summary>Machines of one group are consistent with one another.</summary>
    public string? Group { get; init; }

    /// <summary>The master target that was asked for; null for the default.</summary>
    public string? MasterTarget { get; init; }

    /// <summary>Network of the cloud that it is in.</summary>
    public string? Network { get; init; }

    /// <summary>Whether it kept its addresses when it failed over.</summary>
    public bool? KeptAddresses { get; init; }

    /// <summary>Bytes that it changes in a day.</summary>
    public long? ChangedBytesPerDay { get; init; }

    /// <summary>Whether the failed-over machine runs; replication home reads it while it does.</summary>
    public PowerState Power { get; init; }

    /// <summary>When the failed-over machine started, UTC.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    public bool? AgentRegistered { get; init; }

    /// <summary>Whether it replicates home and the replication is healthy.</summary>
    public bool? ReplicatesHome { get; init; }

    /// <summary>Whether there is a recovery point at home.</summary>
    public bool? HasRecoveryPoint { get; init; }

    /// <summary>Whether the original was a physical machine.</summary>
    public bool Physical { get; init; }

    public HomeMachine Home { get; init; } = new();

    public IReadOnlyList<ReplicatedDisk> Disks { get; init; } = [];
}
