using Amazon.EC2.Model;
using Replication.Aws.HotAdd;
using Replication.Aws.Sites;
using Replication.Aws.Tests.Sites;
using Replication.Conformance;
using Replication.Core.Groups;
using Replication.Core.Jobs;
using Replication.Core.Machines;
using Replication.Core.Policies;
using Replication.Core.RecoveryPoints;
using Replication.Core.Rules.Guests;
using Replication.Core.Rules.Methods;
using Replication.Core.Snapshots;
using Replication.Core.Transfer;
using SnapshotInfo = Replication.Core.Snapshots.SnapshotInfo;

namespace Replication.Aws.Tests.HotAdd;

/// <summary>The engine's verbs with the method set on the group.</summary>
public sealed class HotAddEngineTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task PRC_05_PRC_07_AWS_13_every_incremental_gives_its_volumes_to_the_same_instance_and_keeps_one_snapshot_per_disk()
    {
        await using HotAddLab node = await HotAddLab.StartAsync();
        CloudLab cloud = node.Cloud;
        await using EngineLab lab = await LabAsync(node, new TransferSettings { Method = TransferMethod.HotAdd, AccessNodeId = node.Node, DriversConfirmed = true });
        IReadOnlyList<string> attached = await node.AttachedAsync();
        string? instance = null;
        for (int round = 0; round < 4; round++)
        {
            lab.WriteLocal("web", 0, 1 << 20, 5 + round);
            if (round > 0) lab.WriteLocal("web", 1, 1 << 19, 50 + round);

            await lab.ReplicateAsync("web");

            Assert.Equal(attached, await node.AttachedAsync());
            Machine standby = await lab.MachineAsync(lab.Aws, (await lab.VmAsync("web")).StandbyMachineId!);
            Assert.Equal((instance ??= standby.PlatformId, PowerState.Off), (standby.PlatformId, standby.PowerState));
            Assert.Equal(
                (await lab.HashLocalAsync("web", 0), await lab.HashLocalAsync("web", 1)), (await cloud.HashOfAsync(standby, 0), await cloud.HashOfAsync(standby, 1)));
            RecoveryPoint point = Assert.Single(await lab.PointsAsync("web"));
            Assert.Equal(point.Disks.Select(disk => disk.SnapshotId).Order(), (await SnapshotsAsync(lab.Aws)).Order());
            // The node's root and the standby's two: those that the access node wrote, not others made of the point's snapshots.
            IReadOnlyList<Volume> volumes = await node.VolumesAsync();
            Assert.Equal(3, volumes.Count);
            Assert.DoesNotContain(volumes, volume => point.Disks.Any(disk => disk.SnapshotId == volume.SnapshotId));
        }

        await lab.RunAsync(lab.Service.Verbs.Failover(await lab.VmAsync("web"), null, noStart: false));

        Machine replica = await lab.MachineAsync(lab.Aws, (await lab.VmAsync("web")).ReplicaMachineId!);
        Assert.Equal((instance, PowerState.Running), (replica.PlatformId, replica.PowerState));
        Assert.Equal(await lab.HashLocalAsync("web", 0), await cloud.HashOfAsync(replica, 0));
    }

    [Fact]
    public async Task PRC_04_PRC_06_AWS_14_without_its_reference_snapshot_a_full_replication_is_required_and_makes_a_new_instance()
    {
        await using HotAddLab node = await HotAddLab.StartAsync();
        await using EngineLab lab = await LabAsync(node, new TransferSettings { Method = TransferMethod.HotAdd, AccessNodeId = node.Node, DriversConfirmed = true });
        await lab.ReplicateAsync("web");
        string first = (await lab.MachineAsync(lab.Aws, (await lab.VmAsync("web")).StandbyMachineId!)).PlatformId!;
        foreach (string snapshot in await SnapshotsAsync(lab.Aws)) await node.Cloud.Ec2.DeleteSnapshotAsync(new DeleteSnapshotRequest { SnapshotId = snapshot }, Token);
        ReplicatedVM vm = await lab.VmAsync("web");
        ReplicationJob refused = await lab.Service.RunAsync(lab.Service.Verbs.Replicate(await lab.Service.Groups.GetAsync(vm.GroupId, Token), [vm]), cancellationToken: Token);
        Assert.Equal("IntegritySnapshotMissing", refused.Error?.ErrorId);

        await lab.RunAsync(lab.Service.Verbs.Resynchronize(await lab.VmAsync("web")));

        Machine standby = await lab.MachineAsync(lab.Aws, (await lab.VmAsync("web")).StandbyMachineId!);
        Assert.NotEqual(first, standby.PlatformId);
        // Its volumes are those that were written on the access node, not others made of the snapshots.
        Assert.All((await node.VolumesAsync()).Where(volume => standby.Disks.Any(disk => disk.Path == volume.VolumeId)), volume => Assert.True(string.IsNullOrEmpty(volume.SnapshotId)));
        Assert.Equal(await lab.HashLocalAsync("web", 0), await node.Cloud.HashOfAsync(standby, 0));
    }

    [Fact]
    public async Task AWS_11_a_refused_job_leaves_nothing_and_its_plan_says_the_same()
    {
        await using HotAddLab node = await HotAddLab.StartAsync();
        await using EngineLab lab = await LabAsync(node, new TransferSettings { Method = TransferMethod.HotAdd, AccessNodeId = node.Node });
        IReadOnlyList<string> before = await node.Cloud.ResourcesAsync();
        ReplicatedVM vm = await lab.VmAsync("web");
        JobRequest request = lab.Service.Verbs.Replicate(await lab.Service.Groups.GetAsync(vm.GroupId, Token), [vm]);

        ReplicationJob refused = await lab.Service.RunAsync(request, cancellationToken: Token);

        Assert.Equal("DriversMissingOnSource", refused.Error?.ErrorId);
        Assert.Equal(before, await node.Cloud.ResourcesAsync());
    }

    private static async Task<EngineLab> LabAsync(HotAddLab node, TransferSettings transfer, IGuestInspector? guests = null, string instanceType = "m5.large")
    {
        EngineLab lab = await EngineLab.StartAsync(node.Cloud, guests, ("deviceFolder", node.Cloud.Devices), ("instanceType", instanceType));
        lab.AddLocalMachine("web", 3 << 20, 1 << 20);
        var policy = new ReplicationPolicy { Id = Guid.NewGuid().ToString(), Name = "latest only", RecoveryHistory = 0 };
        ReplicationGroup group = await lab.Service.Groups.NewAsync("g", await lab.Service.Sites.GetAsync("hq", Token), await lab.Service.Sites.GetAsync("aws", Token), policy, Token);
        await lab.Service.Groups.SetAsync(group, present => present with { KeepStandby = true, Transfer = transfer }, Token);
        await lab.Service.Groups.AddVmAsync(await lab.Service.Groups.GetAsync("g", Token), "web");
        return lab;
    }

    [Fact]
    public async Task AWS_11_drivers_that_the_disks_show_need_no_word_and_are_looked_for_once()
    {
        await using HotAddLab node = await HotAddLab.StartAsync();
        var guests = new KnownGuest { Drivers = { [GuestDriver.Nvme] = true, [GuestDriver.Ena] = true } };
        await using EngineLab lab = await LabAsync(node, new TransferSettings { Method = TransferMethod.HotAdd, AccessNodeId = node.Node }, guests);
        ReplicatedVM vm = await lab.VmAsync("web");
        JobRequest request = lab.Service.Verbs.Replicate(await lab.Service.Groups.GetAsync(vm.GroupId, Token), [vm]);

        Assert.Contains((await lab.Service.PlanAsync(request, Token)).Steps, Looks);
        Assert.Equal(0, guests.Looks);
        for (int round = 0; round < 3; round++)
        {
            lab.WriteLocal("web", 0, 1 << 20, round);
            await lab.ReplicateAsync("web");
        }

        Assert.Equal(1, guests.Looks);
        Assert.DoesNotContain((await lab.Service.PlanAsync(request, Token)).Steps, Looks);
        GuestDrivers kept = (await lab.VmAsync("web")).Drivers!;
        Assert.Equal((true, null), (kept.Has(GuestDriver.Nvme), kept.Has(GuestDriver.XenDisk)));
        Assert.NotNull(kept.ReadAt);

        static bool Looks(JobPlanStep step) => step.Description.StartsWith("Look for the drivers", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, false, true)] // Not known, and nobody says so.
    [InlineData(null, true, false)] // Not known, and the owner says so.
    [InlineData(false, false, true)]
    [InlineData(false, true, true)] // What the disks show is more than what the owner says.
    public async Task AWS_11_what_the_disks_do_not_show_is_not_taken_as_passed(bool? shown, bool confirmed, bool isRefused)
    {
        await using HotAddLab node = await HotAddLab.StartAsync();
        var guests = new KnownGuest { Drivers = { [GuestDriver.Nvme] = shown, [GuestDriver.Ena] = true } };
        await using EngineLab lab = await LabAsync(
            node, new TransferSettings { Method = TransferMethod.HotAdd, AccessNodeId = node.Node, DriversConfirmed = confirmed }, guests);
        IReadOnlyList<string> before = await node.Cloud.ResourcesAsync();
        ReplicatedVM vm = await lab.VmAsync("web");
        JobRequest request = lab.Service.Verbs.Replicate(await lab.Service.Groups.GetAsync(vm.GroupId, Token), [vm]);

        ReplicationJob job = await lab.Service.RunAsync(request, cancellationToken: Token);

        Assert.Equal(isRefused ? "DriversMissingOnSource" : null, job.Error?.ErrorId);
        if (!isRefused) return;
        Assert.Equal(before, await node.Cloud.ResourcesAsync());
        Assert.Contains(KnownGuest.Place, job.Error!.Message, StringComparison.Ordinal);
        // They are installed: the next job looks again.
        guests.Drivers[GuestDriver.Nvme] = true;
        await lab.RunAsync(request);
    }

    [Fact]
    public async Task A_check_looks_into_the_newest_point_or_into_the_one_that_is_named()
    {
        await using HotAddLab node = await HotAddLab.StartAsync();
        var guests = new KnownGuest();
        await using EngineLab lab = await EngineLab.StartAsync(node.Cloud, guests);
        lab.AddLocalMachine("web", 1 << 20);
        await lab.GroupAsync("hq", "aws", "web");
        foreach (int seed in (int[])[11, 12])
        {
            lab.WriteLocal("web", 0, 0, seed);
            await lab.ReplicateAsync("web");
        }

        IReadOnlyList<RecoveryPoint> points = await lab.PointsAsync("web");
        Assert.Equal(2, points.Count);
        foreach ((string? point, int seed) in ((string?, int)[])[(null, 12), (points[0].Id, 11), (points[1].Id, 12)])
        {
            await lab.Service.Rules.CheckAsync(await lab.VmAsync("web"), new MethodRequest { PointId = point }, Token);
            Assert.Equal(BlockPattern.Full(seed)[..512], guests.Sector);
        }
    }

    [Fact]
    public async Task AWS_11_drivers_of_nitro_do_not_serve_a_xen_instance()
    {
        await using HotAddLab node = await HotAddLab.StartAsync();
        var guests = new KnownGuest { Drivers = { [GuestDriver.Nvme] = true, [GuestDriver.Ena] = true, [GuestDriver.XenDisk] = false, [GuestDriver.XenNetwork] = true } };
        await using EngineLab lab = await LabAsync(node, new TransferSettings { Method = TransferMethod.HotAdd, AccessNodeId = node.Node }, guests, "m4.large");
        ReplicatedVM vm = await lab.VmAsync("web");

        ReplicationJob job = await lab.Service.RunAsync(
            lab.Service.Verbs.Replicate(await lab.Service.Groups.GetAsync(vm.GroupId, Token), [vm]), cancellationToken: Token);

        Assert.Equal("DriversMissingOnSource", job.Error?.ErrorId);
    }

    private static async Task<IReadOnlyList<string>> SnapshotsAsync(Core.Sites.ISite site)
    {
        var ids = new List<string>();
        await foreach (SnapshotInfo snapshot in (await site.OpenStoreAsync(Token)).ListAsync(Token))
        {
            // The empty root of a shell belongs to no VM.
            if (snapshot.Tags.ContainsKey("replication-vm")) ids.Add(snapshot.Id);
        }

        return ids;
    }
}
