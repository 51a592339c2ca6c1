using Amazon.EC2.Model;
using Replication.Aws.HotAdd.Windows;
using Replication.Aws.Sites;
using Replication.Aws.Tests.Sites;
using Replication.Aws.Tests.Support;
using Replication.Core.Failover;
using Replication.Core.Groups;
using Replication.Core.Jobs;
using Replication.Core.Machines;
using Replication.Core.Platform;
using Replication.Core.Serialization;
using Replication.Core.Sites;
using Replication.Core.Transfer;
using Replication.Disks.Guests;

namespace Replication.Aws.Tests.HotAdd;

/// <summary>A Windows guest that was given drivers restarts at its first logon, which is pending until something shows that it happened.</summary>
public sealed class FirstLogonRestartTests : IDisposable
{
    private readonly TemporaryDirectory _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task AWS_16_the_restart_is_pending_until_the_guest_reports_it_and_then_for_good()
    {
        await using HotAddLab node = await HotAddLab.StartAsync();
        await using EngineLab lab = await LabAsync(node, standby: true);
        await lab.ReplicateAsync("win");
        Assert.False((await lab.VmAsync("win")).PendingFirstLogonRestart);

        FailoverResult result = await FailOverAsync(lab, lab.Service.Verbs.Failover(await lab.VmAsync("win"), null, noStart: false));

        Assert.Equal((true, "First user logon will restart win once to finish driver set-up."), (result.PendingFirstLogonRestart, result.Note));
        Assert.True((await LookAsync(lab)).PendingFirstLogonRestart);
        string instance = (await lab.MachineAsync(lab.Aws, (await lab.VmAsync("win")).ReplicaMachineId!)).PlatformId!;
        node.Cloud.WriteConsole(instance, "Windows is Ready to use\r\n");
        Assert.True((await LookAsync(lab)).PendingFirstLogonRestart);

        node.Cloud.WriteConsole(instance, $"{FirstLogonScript.Report}\r\n");
        Assert.False((await LookAsync(lab)).PendingFirstLogonRestart);

        // EC2 forgets console output; what was seen is kept with the instance and in the catalog.
        File.Delete(Path.Combine(node.Cloud.Devices, instance, "console"));
        Assert.False(await ((IFirstLogonRestarts)lab.Aws).IsPendingAsync(result.MachineId, Token));
        Assert.False((await lab.VmAsync("win")).PendingFirstLogonRestart);
    }

    [Fact]
    public async Task AWS_16_the_word_of_whoever_was_there_ends_it_and_another_failover_begins_it_anew()
    {
        await using HotAddLab node = await HotAddLab.StartAsync();
        await using EngineLab lab = await LabAsync(node, standby: false);
        await lab.ReplicateAsync("win");
        await FailOverAsync(lab, lab.Service.Verbs.Failover(await lab.VmAsync("win"), null, noStart: true));
        Assert.True((await LookAsync(lab)).PendingFirstLogonRestart);

        Assert.False((await lab.Service.Restarts.ConfirmAsync(await lab.VmAsync("win"), Token)).PendingFirstLogonRestart);
        Assert.False((await LookAsync(lab)).PendingFirstLogonRestart);
        Assert.False(await ((IFirstLogonRestarts)lab.Aws).IsPendingAsync((await lab.VmAsync("win")).ReplicaMachineId!, Token));

        await FailOverAsync(lab, lab.Service.Verbs.Failover(await lab.VmAsync("win"), (await lab.PointsAsync("win"))[0].Id, noStart: true));
        Assert.True((await lab.VmAsync("win")).PendingFirstLogonRestart);
    }

    [Fact]
    public async Task AWS_16_a_test_has_it_too_and_takes_it_with_it()
    {
        await using HotAddLab node = await HotAddLab.StartAsync();
        await using EngineLab lab = await LabAsync(node, standby: false);
        await lab.ReplicateAsync("win");
        (string subnet, string group) = await NetworkAsync(node);
        await lab.Service.Groups.SetAsync(
            await lab.Service.Groups.GetAsync("hq-aws", Token),
            present => present with { TestLaunch = new LaunchSettings { SubnetId = subnet, SecurityGroupIds = [group] } }, Token);

        FailoverResult result = await FailOverAsync(lab, lab.Service.Verbs.StartTestFailover(await lab.VmAsync("win"), null, noStart: true));

        Assert.Equal("First user logon will restart win - Test once to finish driver set-up.", result.Note);
        Assert.True((await LookAsync(lab)).PendingFirstLogonRestart);
        await lab.RunAsync(lab.Service.Verbs.StopTestFailover(await lab.VmAsync("win")));
        Assert.False((await lab.VmAsync("win")).PendingFirstLogonRestart);
    }

    [Fact]
    public async Task AWS_16_a_guest_that_was_given_nothing_has_none()
    {
        await using HotAddLab node = await HotAddLab.StartAsync();
        await using EngineLab lab = await LabAsync(node, standby: false);
        lab.AddLocalMachine("linux", 1 << 20);
        await lab.Service.Groups.AddVmAsync(await lab.Service.Groups.GetAsync("hq-aws", Token), "linux");
        await lab.ReplicateAsync("linux");

        FailoverResult result = await FailOverAsync(lab, lab.Service.Verbs.Failover(await lab.VmAsync("linux"), null, noStart: true));

        Assert.Equal((false, null), (result.PendingFirstLogonRestart, result.Note));
        Assert.False((await lab.VmAsync("linux")).PendingFirstLogonRestart);
    }

    private static async Task<ReplicatedVM> LookAsync(EngineLab lab) => await lab.Service.Restarts.LookAsync(await lab.VmAsync("win"), Token);

    private static async Task<FailoverResult> FailOverAsync(EngineLab lab, JobRequest request) =>
        System.Text.Json.JsonSerializer.Deserialize<FailoverResult>((await lab.RunAsync(request)).Result!, ReplicationJson.Compact)!;

    private static async Task<(string Subnet, string Group)> NetworkAsync(HotAddLab node)
    {
        Instance instance = (await node.Cloud.Ec2.DescribeInstancesAsync(new DescribeInstancesRequest { InstanceIds = [node.Node] }, Token)).Reservations![0].Instances![0];
        return (instance.SubnetId!, instance.SecurityGroups![0].GroupId!);
    }

    private async Task<EngineLab> LabAsync(HotAddLab node, bool standby)
    {
        if (new OfflineDriverInjector(new HiveCompletion()).Unavailable is { } reason) Assert.Skip($"Drivers cannot be put into a guest here: {reason}");
        if (ToolPath.Find("mkfs.ntfs") is null) Assert.Skip("mkfs.ntfs is not installed.");
        EngineLab lab = await EngineLab.StartAsync(
            node.Cloud, ("accessNode", node.Node), ("deviceFolder", node.Cloud.Devices), ("driverFolder", DriverFiles.Make(_folder.Path)), ("licences", "provided"));
        await lab.AddWindowsMachineAsync("win");
        await lab.GroupAsync("hq", "aws", "win");
        await lab.Service.Groups.SetAsync(await lab.Service.Groups.GetAsync("hq-aws", Token), group => group with { KeepStandby = standby }, Token);
        return lab;
    }
}
