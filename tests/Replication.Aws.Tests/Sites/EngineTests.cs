using Amazon.EC2.Model;
using Replication.Core.Jobs;
using Replication.Core.Machines;
using Replication.Core.RecoveryPoints;

namespace Replication.Aws.Tests.Sites;

/// <summary>The engine's verbs between a Local site and AWS, with every byte compared past the engine.</summary>
public sealed class EngineTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task INV_01_ALocalMachineFailsOverToAwsAndComesHomeWithWhatWasWrittenThere()
    {
        await using CloudLab cloud = await CloudLab.StartAsync();
        await using EngineLab lab = await EngineLab.StartAsync(cloud);
        lab.AddLocalMachine("web", 5_000_192, 1 << 20);
        await lab.GroupAsync("hq", "aws", "web");
        await lab.ReplicateAsync("web");
        lab.WriteLocal("web", 0, 3_000_000, 5);
        await lab.ReplicateAsync("web");
        (string, string) home = (await lab.HashLocalAsync("web", 0), await lab.HashLocalAsync("web", 1));
        Assert.Equal(2, (await lab.PointsAsync("web")).Count);

        await lab.RunAsync(lab.Service.Verbs.PlannedFailover(await lab.VmAsync("web"), noStart: false));

        Machine replica = await lab.MachineAsync(lab.Aws, (await lab.VmAsync("web")).ReplicaMachineId!);
        Assert.Equal(PowerState.Running, replica.PowerState);
        Assert.Equal(home, (await cloud.HashOfAsync(replica, 0), await cloud.HashOfAsync(replica, 1)));
        cloud.WriteBlock(replica, 0, 4, 77);
        cloud.WriteBlock(replica, 1, 1, 78);

        await lab.RunAsync(lab.Service.Verbs.Reverse(await lab.VmAsync("web")));
        cloud.WriteBlock(replica, 0, 2, 79);
        await lab.ReplicateAsync("web");
        await lab.Aws.StopMachineAsync(replica.Id, Token);
        (string, string) away = (await cloud.HashOfAsync(replica, 0), await cloud.HashOfAsync(replica, 1));
        await lab.RunAsync(lab.Service.Verbs.Failback(await lab.VmAsync("web")));

        Assert.Equal(away, (await lab.HashLocalAsync("web", 0), await lab.HashLocalAsync("web", 1)));
        Assert.NotEqual(home, away);
    }

    [Fact]
    public async Task HVR_51_ATestMachineComesAndGoesWhileReplicationGoesOn()
    {
        await using CloudLab cloud = await CloudLab.StartAsync();
        await using EngineLab lab = await EngineLab.StartAsync(cloud);
        lab.AddLocalMachine("web", 3 << 20);
        await lab.GroupAsync("hq", "aws", "web");
        await lab.ReplicateAsync("web");
        Subnet subnet = (await cloud.Ec2.DescribeSubnetsAsync(new DescribeSubnetsRequest(), Token)).Subnets![1];
        string securityGroup = (await cloud.Ec2.CreateSecurityGroupAsync(new CreateSecurityGroupRequest { GroupName = "test", Description = "test", VpcId = subnet.VpcId }, Token)).GroupId!;
        var testNetwork = new LaunchSettings { SubnetId = subnet.SubnetId, SecurityGroupIds = [securityGroup] };
        ReplicationJob refused = await lab.Service.RunAsync(lab.Service.Verbs.StartTestFailover(await lab.VmAsync("web"), null, noStart: false), cancellationToken: Token);
        Assert.Equal("TestNetworkNotDeclared", refused.Error?.ErrorId);
        await lab.Service.Groups.SetAsync(await lab.Service.Groups.GetAsync("hq-aws", Token), group => group with { TestLaunch = testNetwork }, Token);
        IReadOnlyList<string> before = await cloud.ResourcesAsync();

        await lab.RunAsync(lab.Service.Verbs.StartTestFailover(await lab.VmAsync("web"), null, noStart: false));
        Machine test = await lab.MachineAsync(lab.Aws, (await lab.VmAsync("web")).TestMachineId!);
        Assert.Equal(("web - Test", PowerState.Running, testNetwork.SubnetId), (test.Name, test.PowerState, test.Nics[0].Network));
        Assert.Equal(await lab.HashLocalAsync("web", 0), await cloud.HashOfAsync(test, 0));
        await lab.RunAsync(lab.Service.Verbs.StopTestFailover(await lab.VmAsync("web")));

        Assert.Equal(before, await cloud.ResourcesAsync());
    }

    [Fact]
    public async Task AWS_13_AStandbyFollowsEveryPointAndBecomesTheReplica()
    {
        await using CloudLab cloud = await CloudLab.StartAsync();
        await using EngineLab lab = await EngineLab.StartAsync(cloud);
        lab.AddLocalMachine("web", 3 << 20);
        await lab.GroupAsync("hq", "aws", "web");
        await lab.Service.Groups.SetAsync(await lab.Service.Groups.GetAsync("hq-aws", Token), group => group with { KeepStandby = true }, Token);
        string? instance = null;
        for (int round = 0; round < 3; round++)
        {
            lab.WriteLocal("web", 0, 1 << 20, 5 + round);
            await lab.ReplicateAsync("web");
            Machine standby = await lab.MachineAsync(lab.Aws, (await lab.VmAsync("web")).StandbyMachineId!);
            Assert.Equal((instance ??= standby.PlatformId, PowerState.Off), (standby.PlatformId, standby.PowerState));
            Assert.Equal(await lab.HashLocalAsync("web", 0), await cloud.HashOfAsync(standby, 0));
        }

        await lab.RunAsync(lab.Service.Verbs.Failover(await lab.VmAsync("web"), null, noStart: false));

        Machine replica = await lab.MachineAsync(lab.Aws, (await lab.VmAsync("web")).ReplicaMachineId!);
        Assert.Equal((instance, PowerState.Running), (replica.PlatformId, replica.PowerState));
        Assert.Equal(await lab.HashLocalAsync("web", 0), await cloud.HashOfAsync(replica, 0));
    }

    [Fact]
    public async Task ARunningInstanceIsReplicatedByItsOwnChangesAndFailsBackByReplacingItsVolume()
    {
        await using CloudLab cloud = await CloudLab.StartAsync();
        await using EngineLab lab = await EngineLab.StartAsync(cloud);
        string id = await cloud.InstanceAsync("app", await cloud.SnapshotAsync(CloudLab.GiB, (0, 1), (100, 2), (200, 3)));
        Machine machine = await lab.MachineAsync(lab.Aws, id);
        await lab.GroupAsync("aws", "hq", "app");
        await lab.ReplicateAsync("app");
        cloud.WriteBlock(machine, 0, 100, 20);

        string delta = (await lab.ReplicateAsync("app")).Result!.ToString()!;

        // Of three blocks with data only the one that the service lists as changed was read.
        Assert.Contains($"\"bytesRead\":{CloudLab.BlockSize}", delta, StringComparison.OrdinalIgnoreCase);
        IReadOnlyList<RecoveryPoint> points = await lab.PointsAsync("app");
        Assert.Equal(points[^1].Disks[0].ChangeToken, Assert.Single(await CapturesAsync(cloud, id)));

        await lab.Aws.StopMachineAsync(id, Token);
        await lab.RunAsync(lab.Service.Verbs.PlannedFailover(await lab.VmAsync("app"), noStart: true));
        Machine replica = await lab.MachineAsync(lab.Hq, (await lab.VmAsync("app")).ReplicaMachineId!);
        Assert.Equal(await cloud.HashOfAsync(machine, 0), await EngineLab.HashFileAsync(replica.Disks[0].Path));
        await using (FileStream file = File.OpenWrite(replica.Disks[0].Path))
        {
            file.Position = 300L * CloudLab.BlockSize;
            file.Write(Conformance.BlockPattern.Full(33));
        }

        await lab.RunAsync(lab.Service.Verbs.Reverse(await lab.VmAsync("app")));
        await lab.RunAsync(lab.Service.Verbs.Failback(await lab.VmAsync("app")));

        Machine home = await lab.MachineAsync(lab.Aws, id);
        Assert.NotEqual(machine.Disks[0].Path, home.Disks[0].Path);
        Assert.Equal(CloudLab.HashOf(CloudLab.GiB, (0, 1), (100, 20), (200, 3), (300, 33)), await cloud.HashOfAsync(home, 0));
        Assert.Equal(PowerState.Off, home.PowerState);
    }

    private static async Task<IReadOnlyList<string>> CapturesAsync(CloudLab cloud, string machineId)
    {
        var found = new List<string>();
        var request = new DescribeSnapshotsRequest { Filters = [Aws.Sites.TagLists.TagFilter(Aws.Sites.AwsTags.Capture, machineId)] };
        await foreach (Snapshot snapshot in cloud.Ec2.Paginators.DescribeSnapshots(request).Snapshots) found.Add(snapshot.SnapshotId!);
        return found;
    }
}
