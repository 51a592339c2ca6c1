using Replication.Sessions;

namespace Replication.Objects;

/// <summary>A VM's disks at one instant, kept at the destination.</summary>
public sealed class RecoveryPoint
{
    /// <param name="point">The engine's record.</param>
    /// <param name="names">Names of sites; null where points are read from a store that no workspace knows.</param>
    internal RecoveryPoint(EnginePoint point, NameBook? names)
    {
        RecoveryPointId = point.Id;
        VMId = point.VmId;
        VMName = point.VmName;
        GroupName = point.GroupName;
        GroupPointId = point.GroupPointId;
        SiteName = names?[point.SiteId] ?? point.SiteId;
        SourceTime = point.SourceTime;
        AcceptedTime = point.AcceptedTime;
        Consistency = point.Consistency.ToString();
        GuestPause = point.GuestPause;
        Verification = point.Verification.ToString();
        Pinned = point.Pinned;
        Planned = point.Planned;
        BytesSent = point.BytesSent;
        BootCheck = point.BootCheck is { } check ? new RecoveryPointBoot(check) : null;
        Disks = [.. point.Disks.Select(disk => new RecoveryPointDisk(disk))];
    }

    public string RecoveryPointId { get; }

    public string VMId { get; }

    public string VMName { get; }

    public string GroupName { get; }

    /// <summary>Equal for the points of all machines of a group that show one instant.</summary>
    public string? GroupPointId { get; }

    public string SiteName { get; }

    /// <summary>Instant the disks show, UTC, by the source's clock.</summary>
    public DateTimeOffset SourceTime { get; }

    /// <summary>When the destination had accepted everything, UTC.</summary>
    public DateTimeOffset AcceptedTime { get; }

    public string Consistency { get; }

    /// <summary>How long the guest's writes were held for the instant, as measured; null when they were not.</summary>
    public TimeSpan? GuestPause { get; }

    /// <summary>Accepted: proven on arrival. ReadBack: read again since and compared.</summary>
    public string Verification { get; }

    public bool Pinned { get; }

    /// <summary>Last point of a planned failover: nothing was written after it.</summary>
    public bool Planned { get; }

    public long BytesSent { get; }

    /// <summary>Newest boot check (Test-RecoveryPoint -Boot); null where there was none.</summary>
    public RecoveryPointBoot? BootCheck { get; }

    public RecoveryPointDisk[] Disks { get; }

    public override string ToString() => RecoveryPointId;
}
