using Replication.Core.Machines;
using Replication.Core.RecoveryPoints;
using Replication.Core.Snapshots;

namespace Replication.Core.Tests.Support;

public static class Points
{
    public static readonly DateTimeOffset Midnight = new(2030, 5, 1, 0, 0, 0, TimeSpan.Zero);

    public static RecoveryPoint At(TimeSpan sinceMidnight, string? id = null, Verification verification = Verification.Accepted, bool pinned = false) => new()
    {
        Id = id ?? $"p{sinceMidnight.TotalMinutes}",
        VmId = "vm",
        VmName = "web",
        GroupId = "group",
        GroupName = "g",
        SourceSiteId = "hq",
        SiteId = "dr",
        StoreId = "store",
        SourceTime = Midnight + sinceMidnight,
        AcceptedTime = Midnight + sinceMidnight + TimeSpan.FromSeconds(1),
        Verification = verification,
        Pinned = pinned,
        Machine = new Machine { Id = "m", Name = "web" },
        Disks = [new RecoveryPointDisk("disk0", "snap-1", 512, BlockDigest.OfZeroBlock, null, 1)],
    };
}
