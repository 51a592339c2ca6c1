namespace Replication.Core.Rules.Failback.Facts;

/// <summary>A volume that could keep the points in time while machines replicate home.</summary>
public sealed record RetentionVolume
{
    /// <summary>"R:" or "/mnt/retention".</summary>
    public required string Path { get; init; }

    public string? FileSystem { get; init; }

    public long? CapacityBytes { get; init; }

    public bool? Locked { get; init; }

    /// <summary>What else it is used for ("replication target"); empty for nothing, null when that is not known.</summary>
    public string? UsedFor { get; init; }

    /// <summary>Whether the process server or the master target is installed on it, which makes it a cache volume.</summary>
    public bool? HoldsInstallation { get; init; }

    /// <summary>When it was added, UTC; null for one that has been there.</summary>
    public DateTimeOffset? AddedAt { get; init; }

    /// <summary>Whether the configuration server has reported it.</summary>
    public bool Reported { get; init; } = true;
}
