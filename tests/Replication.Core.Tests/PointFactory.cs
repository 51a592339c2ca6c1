using Replication.Core.Machines;
using Replication.Core.RecoveryPoints;

namespace Replication.Core.Tests;

internal static class PointFactory
{
    public static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    /// <summary>A point captured and accepted so many minutes after noon.</summary>
    public static RecoveryPoint Point(double captured, double accepted) => new()
    {
        Id = $"p{captured}",
        VmId = "vm",
        VmName = "vm",
        GroupId = "g",
        GroupName = "g",
        SourceSiteId = "a",
        SiteId = "b",
        StoreId = "s",
        SourceTime = Noon.AddMinutes(captured),
        AcceptedTime = Noon.AddMinutes(accepted),
        Machine = new Machine { Id = "m", Name = "vm" },
        Disks = [],
    };
}
