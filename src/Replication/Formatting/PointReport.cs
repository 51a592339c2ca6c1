using System.Globalization;
using System.Text;

namespace Replication.Formatting;

/// <summary>A recovery point as Format-Custom shows it: its instant, its proof, its disks.</summary>
public static class PointReport
{
    public static string Of(Objects.RecoveryPoint point)
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"{point.VMName} at {point.SourceTime:u} ({point.Consistency}, {point.Verification})");
        text.AppendLine(CultureInfo.InvariantCulture, $"  point {point.RecoveryPointId}, at site {point.SiteName}, accepted {point.AcceptedTime:u}{(point.Pinned ? ", pinned" : "")}{(point.Planned ? ", planned" : "")}");
        foreach (Objects.RecoveryPointDisk disk in point.Disks)
            text.AppendLine(CultureInfo.InvariantCulture, $"  {disk.DiskId}: {Human.Size(disk.Length)}, {disk.SnapshotId}, root {disk.RootHash}");
        return text.ToString().TrimEnd();
    }
}
