using Amazon.EC2.Model;
using Replication.Aws.Sites;
using Replication.Core.Machines;
using Replication.Core.Sites;

namespace Replication.Aws.Tests.Sites;

public sealed class StandbyTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AWS_13_EveryPointReusesTheInstanceAndReplacesItsVolumes()
    {
        await using CloudLab lab = await CloudLab.StartAsync();
        AwsSite site = lab.OpenSite();
        string id = Guid.NewGuid().ToString();
        string? instance = null;
        string[] addresses = [];
        IReadOnlyList<string> before = [];
        for (int point = 0; point < 3; point++)
        {
            var source = await SourceMachine.MakeAsync(lab, site, disks: 2, seed: 10 * (point + 1), id: id);
            if (point == 0) before = await lab.ResourcesAsync();

            Machine standby = await site.CreateMachineAsync(source.Specification("web", MachineRole.Standby, start: false), cancellationToken: Token);

            instance ??= standby.PlatformId;
            Assert.Equal((instance, PowerState.Off), (standby.PlatformId, standby.PowerState));
            Assert.Equal(source.Hashes, [await lab.HashOfAsync(standby, 0), await lab.HashOfAsync(standby, 1)]);
            Assert.Empty(addresses.Intersect(standby.Disks.Select(disk => disk.Path)));
            addresses = [.. standby.Disks.Select(disk => disk.Path)];
            // The instance, its two volumes, and the two snapshots of each later point.
            Assert.Equal(3 + 2 * point, (await lab.ResourcesAsync()).Except(before).Count());
            Assert.Equal("Standby", await TagAsync(lab, instance!, AwsTags.Role));
        }
    }

    [Fact]
    public async Task AWS_13_AStandbyOfTheSamePointBecomesTheReplicaWithTheVolumesItHas()
    {
        await using CloudLab lab = await CloudLab.StartAsync();
        AwsSite site = lab.OpenSite();
        var source = await SourceMachine.MakeAsync(lab, site, disks: 1);
        Machine standby = await site.CreateMachineAsync(source.Specification("web standby", MachineRole.Standby, start: false), cancellationToken: Token);

        Machine replica = await site.CreateMachineAsync(source.Specification("web", MachineRole.Replica, start: true), cancellationToken: Token);

        Assert.Equal((standby.PlatformId, "web", PowerState.Running), (replica.PlatformId, replica.Name, replica.PowerState));
        Assert.Equal(standby.Disks, replica.Disks);
        Assert.Equal("Replica", await TagAsync(lab, replica.PlatformId!, AwsTags.Role));
    }

    [Fact]
    public async Task AWS_13_AStandbyOfAnOlderPointIsGivenTheChosenOneBeforeItStarts()
    {
        await using CloudLab lab = await CloudLab.StartAsync();
        AwsSite site = lab.OpenSite();
        var older = await SourceMachine.MakeAsync(lab, site, disks: 1, seed: 1);
        var newer = await SourceMachine.MakeAsync(lab, site, disks: 1, seed: 50, id: older.Id);
        Machine standby = await site.CreateMachineAsync(newer.Specification("web", MachineRole.Standby, start: false), cancellationToken: Token);

        Machine replica = await site.CreateMachineAsync(older.Specification("web", MachineRole.Replica, start: true), cancellationToken: Token);

        Assert.Equal((standby.PlatformId, PowerState.Running), (replica.PlatformId, replica.PowerState));
        Assert.Equal(older.Hashes[0], await lab.HashOfAsync(replica, 0));
    }

    [Fact]
    public async Task AWS_13_WhatARunningReplicaHasWrittenIsNotTakenForAPoint()
    {
        await using CloudLab lab = await CloudLab.StartAsync();
        AwsSite site = lab.OpenSite();
        var first = await SourceMachine.MakeAsync(lab, site, disks: 1, seed: 1);
        var second = await SourceMachine.MakeAsync(lab, site, disks: 1, seed: 50, id: first.Id);
        Machine replica = await site.CreateMachineAsync(first.Specification("web", MachineRole.Replica, start: true), cancellationToken: Token);
        lab.WriteBlock(replica, 0, 3, 999);
        await site.CreateMachineAsync(second.Specification("web", MachineRole.Replica, start: true), cancellationToken: Token);

        Machine again = await site.CreateMachineAsync(first.Specification("web", MachineRole.Replica, start: true), cancellationToken: Token);

        Assert.Equal(first.Hashes[0], await lab.HashOfAsync(again, 0));
    }

    private static async Task<string?> TagAsync(CloudLab lab, string instanceId, string key) =>
        (await lab.Ec2.DescribeInstancesAsync(new DescribeInstancesRequest { InstanceIds = [instanceId] }, Token)).Reservations![0].Instances![0].Tags.Get(key);
}
