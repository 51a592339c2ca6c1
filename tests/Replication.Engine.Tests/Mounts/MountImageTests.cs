using Microsoft.Extensions.Logging.Abstractions;
using Replication.Catalog;
using Replication.Core.Capture;
using Replication.Core.Disks;
using Replication.Core.Groups;
using Replication.Core.Jobs;
using Replication.Core.Mounts;
using Replication.Core.RecoveryPoints;
using Replication.Core.Sites;
using Replication.Core.Snapshots;
using Replication.Disks;
using Replication.Disks.Overlays;
using Replication.Engine.Tests.Support;
using Replication.Hypervisors.Local;

namespace Replication.Engine.Tests.Mounts;

/// <summary>What was written to a mounted point, as the source of a replication.</summary>
public sealed class MountImageTests
{
    private const int Block = TestMachine.Block;

    private static readonly (long Offset, int Length)[] Writes = [(3 * Block + 8192, 20_000), (40 * Block, 4096), (64 * Block - 4096, 4096)];

    [Fact]
    public async Task INV_01_the_changes_of_a_mount_become_a_point_that_is_bit_exact_and_nothing_else_is_read()
    {
        await using var lab = new Lab();
        TestMachine machine = lab.AddMachine("web", 64 * Block).Fill(0, 5);
        ReplicationGroup group = await lab.SetUpAsync();
        await lab.Service.Groups.AddVmAsync(group, "web");
        await lab.RunAsync("replicate");
        RecoveryPoint point = Assert.Single(await lab.PointsAsync());
        PointMount mount = lab.Service.Mounts.Describe(PointMounts.NewId(), point, new MountPointParameters(point.Id, Writable: true));
        new DiskOverlays().Create(Path.Combine(lab.WorkspaceFolder, "mounts", mount.Id, "0"), new OverlayBase(mount.Disks[0].ContentId, mount.Disks[0].Length));

        await using (MountImage guest = await lab.Service.Mounts.CaptureAsync(mount, point.Machine))
        {
            Assert.Empty(guest.Disks[0].Origin!.Written);
            var disk = (IOverlayDisk)guest.Disks[0].View;
            foreach ((int number, (long offset, int length)) in Writes.Index())
            {
                var data = new byte[length];
                new Random(number).NextBytes(data);
                await disk.WriteAsync(offset, data);
                machine.Write(0, offset, data);
            }
        }

        await using MountImage image = await lab.Service.Mounts.CaptureAsync(mount, point.Machine);
        CapturedDisk captured = Assert.Single(image.Disks);
        Assert.Equal([new Extent(3 * Block + 8192, 20_480), new Extent(40 * Block, 4096), new Extent(64 * Block - 4096, 4096)], captured.Origin!.Written);
        Assert.Equal(point.Disks[0].SnapshotId, captured.Origin.SnapshotId);

        (TransferredMachine transferred, RecoveryPoint made) = await ReplicateAsync(lab, image);
        Assert.Equal(3 * Block, transferred.BytesRead);
        Assert.Equal(point.Disks[0].SnapshotId, made.Disks[0].ParentSnapshotId);
        Assert.Equal([point.Id, made.Id], (await lab.PointsAsync()).Select(kept => kept.Id));
        Assert.Equal(machine.Hashes()["disk0"], await HashAsync(lab, made.Disks[0].SnapshotId));
    }

    [Fact]
    public async Task A_mount_for_reading_has_no_changes()
    {
        await using var lab = new Lab();
        lab.AddMachine("web", 2 * Block).Fill(0, 6);
        ReplicationGroup group = await lab.SetUpAsync();
        await lab.Service.Groups.AddVmAsync(group, "web");
        await lab.RunAsync("replicate");
        RecoveryPoint point = Assert.Single(await lab.PointsAsync());
        PointMount mount = lab.Service.Mounts.Describe(PointMounts.NewId(), point, new MountPointParameters(point.Id, Writable: false));
        await using MountImage image = await lab.Service.Mounts.CaptureAsync(mount, point.Machine);
        Assert.Empty(Assert.Single(image.Disks).Origin!.Written);
    }

    /// <summary>As a verb does it, with the store open for writing beside the captured one.</summary>
    private static async Task<(TransferredMachine, RecoveryPoint)> ReplicateAsync(Lab lab, IMachineImage image)
    {
        await using SqliteCatalog catalog = await SqliteCatalog.OpenAsync(Path.Combine(lab.Folder, "jobs.db"));
        var job = new ReplicationJob
        {
            Id = "job",
            Verb = "Replicate",
            TargetId = "vm",
            TargetName = "web",
            VmIds = ["vm"],
            Parameters = "{}",
            JobState = JobState.Running,
            SubmittedBy = "test",
            SubmittedAt = TimeProvider.System.GetUtcNow(),
        };
        var context = new JobContext(job, [], catalog, TimeProvider.System);
        SiteDefinition definition = await lab.Service.Sites.GetAsync("dr");
        await using LocalSite site = LocalSite.Open(
            definition, new DiskImages(), (folder, token) => lab.Workspace.Stores.OpenAsync(folder, StoreAccess.Create, cancellationToken: token), TimeProvider.System,
            NullLogger<LocalSite>.Instance);
        ReplicatedVM vm = await lab.VmAsync();
        var request = new PointRequest { PointId = Guid.NewGuid().ToString(), Vm = vm, Group = await lab.Service.Groups.GetAsync("g"), ReplicaSite = site };
        var writer = new PointWriter(new EngineServices(
            catalog, new OneSite(site), new DiskImages(), lab.Workspace.Stores, TimeProvider.System, NullLoggerFactory.Instance));
        TransferredMachine transferred = await writer.TransferAsync(context, request, image, CancellationToken.None);
        return (transferred, await writer.CompleteAsync(context, request, transferred, CancellationToken.None));
    }

    private static async Task<string> HashAsync(Lab lab, string snapshotId)
    {
        await using IReplicaStorage store = await lab.Workspace.Stores.OpenAsync(lab.DrStore, StoreAccess.Read);
        await using var disk = new SnapshotDiskView(await store.OpenAsync(snapshotId), 512);
        var content = new byte[disk.Length];
        await disk.ReadAsync(0, content);
        return Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(content));
    }

    private sealed class OneSite(ISite site) : ISiteFactory
    {
        public Task<ISite> OpenAsync(SiteDefinition definition, CancellationToken cancellationToken = default) => Task.FromResult(site);
    }
}
