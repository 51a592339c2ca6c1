using System.CommandLine;
using System.Globalization;
using Replication.Agent.Output;
using Replication.Core.RecoveryPoints;
using Replication.Core.Snapshots;
using Replication.Core.Transfer;
using Replication.Runtime;

namespace Replication.Agent.Commands;

/// <summary>Looks into a store; needs no workspace and no lock.</summary>
internal static class StoreCommands
{
    public static Command Build() => new Command("store", "Snapshot stores.").With(List(), Verify(), Stats());

    private static Argument<string> Folder() => new("folder") { Description = "Folder of the store." };

    private static Command List()
    {
        Argument<string> folder = Folder();
        return new Command("list", "Recovery points in a store.").With(folder).DoesAlone(async (parsed, output, token) =>
        {
            IReadOnlyList<RecoveryPoint> points = await Tools.ListPointsAsync(Path.GetFullPath(parsed.GetValue(folder)!), token);
            output.List(
                "recovery points", points, ("VM", point => point.VmName), ("Source time", point => Units.Time(point.SourceTime)), ("Point", point => point.Id),
                ("Snapshots", point => string.Join(", ", point.Disks.Select(disk => $"{disk.DiskId} {disk.SnapshotId}"))));
            return 0;
        });
    }

    private static Command Verify()
    {
        Argument<string> folder = Folder();
        var snapshot = new Option<string?>("--snapshot") { Description = "One snapshot only." };
        return new Command("verify", "Read everything and check every hash.").With(folder, snapshot).DoesAlone(async (parsed, output, token) =>
        {
            string path = Path.GetFullPath(parsed.GetValue(folder)!);
            StoreVerification report;
            using (ProgressDisplay progress = output.Progress(path))
            {
                report = await Tools.VerifyStoreAsync(path, parsed.GetValue(snapshot), new BlockProgress(progress), token);
            }

            foreach (string damage in report.Damages) output.Warning(damage);
            output.Item(
                report, ("Store", report.StoreId), ("Intact", report.Intact ? "yes" : $"NO: {report.DamageCount} damages"),
                ("Snapshots", report.Snapshots.ToString(CultureInfo.InvariantCulture)), ("Manifests", report.Manifests.ToString(CultureInfo.InvariantCulture)),
                ("Blocks", report.Blocks.ToString(CultureInfo.InvariantCulture)));
            return report.Intact ? 0 : 1;
        });
    }

    private static Command Stats()
    {
        Argument<string> folder = Folder();
        return new Command("stats", "Measured sizes.").With(folder).DoesAlone(async (parsed, output, token) =>
        {
            StoreUsage usage = await Tools.MeasureStoreAsync(Path.GetFullPath(parsed.GetValue(folder)!), token);
            output.Item(
                usage, ("Store", usage.StoreId), ("Disks", Units.Size(usage.LogicalBytes)), ("On disk", Units.Size(usage.AllocatedBytes)),
                ("Pending", usage.PendingSnapshots.ToString(CultureInfo.InvariantCulture)));
            if (!output.IsJson)
            {
                output.List(
                    "snapshots", usage.Snapshots, ("Snapshot", snapshot => snapshot.SnapshotId), ("Disk", snapshot => Units.Size(snapshot.LogicalBytes)),
                    ("Data", snapshot => Units.Size(snapshot.StoredBytes)), ("Given back if deleted", snapshot => Units.Size(snapshot.ExclusiveBytes)),
                    ("Index", snapshot => Units.Size(snapshot.IndexBytes)));
            }

            return 0;
        });
    }

    private sealed class BlockProgress(IProgress<TransferProgress> next) : IProgress<long>
    {
        public void Report(long value)
        {
            // How many blocks there are is only known at the end; the rate is what there is to show.
            long bytes = value * BlockGeometry.BlockSize;
            next.Report(new TransferProgress("verifying", bytes, bytes, bytes, 0));
        }
    }
}
