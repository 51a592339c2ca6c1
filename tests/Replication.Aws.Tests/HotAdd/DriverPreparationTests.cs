using System.Diagnostics;
using Replication.Aws.HotAdd;
using Replication.Aws.HotAdd.Windows;
using Replication.Aws.Methods;
using Replication.Aws.Sites;
using Replication.Aws.Tests.Sites;
using Replication.Aws.Tests.Support;
using Replication.Core.Errors;
using Replication.Core.Groups;
using Replication.Core.Jobs;
using Replication.Core.Machines;
using Replication.Core.Platform;
using Replication.Core.Rules.Methods;
using Replication.Core.Transfer;
using Replication.Disks.Guests;

namespace Replication.Aws.Tests.HotAdd;

/// <summary>Drivers are fetched before a transfer or a failover makes anything, or the job ends there and can be repeated.</summary>
public sealed class DriverPreparationTests : IDisposable
{
    /// <summary>Set in the process that runs without a route.</summary>
    private const string WithoutRoute = "REPLICATION_TEST_WITHOUT_ROUTE";
    private const string ClosedPort = "http://127.0.0.1:1";

    private readonly TemporaryDirectory _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Drivers => Path.Combine(_folder.Path, "drivers");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task NOD_04_the_plan_names_what_would_be_fetched_and_the_transfer_fetches_it_first()
    {
        using var server = new ArchiveServer();
        OwnersFiles();
        await using HotAddLab lab = await HotAddLab.StartAsync();
        await using TransferMethodStore store = await lab.OpenAsync(change: options => options with { DriverFolder = Drivers, DriverArchives = server.Archives });

        IReadOnlyList<string> steps = await store.DescribeAsync(Subject, Token);
        Assert.Equal(server.Archives.Select(archive => $"Fetch {archive.Address} for the driver folder {Drivers}."), steps.Take(2));
        Assert.Empty(server.Asked);

        await store.PrepareAsync(Subject, Token);
        Assert.Equal(2, server.Asked.Count);
        Assert.StartsWith("HotAdd: make", (await store.DescribeAsync(Subject, Token))[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task NOD_04_nothing_is_fetched_for_a_transfer_that_is_refused_anyway_or_needs_no_drivers()
    {
        using var server = new ArchiveServer();
        await using HotAddLab lab = await HotAddLab.StartAsync();
        await using TransferMethodStore store = await lab.OpenAsync(change: options => options with { DriverFolder = Drivers, DriverArchives = server.Archives });

        var refused = await Assert.ThrowsAsync<ReplicationException>(() => store.PrepareAsync(Subject, Token));
        await store.PrepareAsync(Subject with { Machine = Subject.Machine with { OperatingSystem = "Linux" } }, Token);

        Assert.Equal(("DriverFolderIncomplete", "It lacks boot/*.sys, registry/*.reg."), (refused.ErrorId, refused.Found));
        Assert.Empty(server.Asked);
    }

    [Fact]
    public async Task NOD_04_without_a_route_to_amazon_the_job_says_so_and_goes_on_after_a_copy_by_hand()
    {
        if (Environment.GetEnvironmentVariable(WithoutRoute) is null)
        {
            await RunWithoutRouteAsync(nameof(NOD_04_without_a_route_to_amazon_the_job_says_so_and_goes_on_after_a_copy_by_hand));
            return;
        }

        OwnersFiles();
        await using HotAddLab lab = await HotAddLab.StartAsync();
        IReadOnlyList<string> before = await lab.Cloud.ResourcesAsync();
        await using TransferMethodStore store = await lab.OpenAsync(change: options => options with { DriverFolder = Drivers });

        var failed = await Assert.ThrowsAsync<ReplicationException>(() => store.PrepareAsync(Subject, Token));

        Assert.Equal("DriverDownloadFailed", failed.ErrorId);
        Assert.EndsWith(
            "Could not fetch https://s3.amazonaws.com/ec2-windows-drivers-downloads/AWSPV/Latest/AWSPVDriver.zip. "
            + $"Copy the files to {Drivers} on {lab.Node} and retry.", failed.Message, StringComparison.Ordinal);
        Assert.Equal(before, await lab.Cloud.ResourcesAsync());
        DriverFiles.Make(_folder.Path);
        await store.PrepareAsync(Subject, Token);
    }

    [Fact]
    public async Task NOD_04_NOD_06_a_replication_that_could_not_fetch_drivers_goes_on_after_a_copy_by_hand_with_one_volume()
    {
        RequireTools();
        OwnersFiles();
        await using HotAddLab node = await HotAddLab.StartAsync();
        await using EngineLab lab = await WindowsLabAsync(node, TransferMethod.HotAdd);
        IReadOnlyList<string> before = await node.Cloud.ResourcesAsync();
        ReplicatedVM vm = await lab.VmAsync("win");
        JobRequest request = lab.Service.Verbs.Replicate(await lab.Service.Groups.GetAsync(vm.GroupId, Token), [vm]);

        ReplicationJob failed = await lab.Service.RunAsync(request, cancellationToken: Token);
        Assert.Equal("DriverDownloadFailed", failed.Error?.ErrorId);
        Assert.Equal(before, await node.Cloud.ResourcesAsync());

        DriverFiles.Make(_folder.Path);
        ReplicationJob done = await lab.RunAsync(request);

        Assert.Equal(failed.Id, done.Id);
        Machine standby = await lab.MachineAsync(lab.Aws, (await lab.VmAsync("win")).StandbyMachineId!);
        Assert.Equal(2, (await node.VolumesAsync()).Count);
        Assert.Equal("a driver", await DriverInAsync(node, standby));
    }

    [Fact]
    public async Task NOD_04_a_failover_fetches_before_it_makes_anything_and_prepares_the_guest_on_the_groups_node()
    {
        RequireTools();
        OwnersFiles();
        await using HotAddLab node = await HotAddLab.StartAsync();
        await using EngineLab lab = await WindowsLabAsync(node, TransferMethod.Ebs);
        await lab.ReplicateAsync("win");
        IReadOnlyList<string> before = await node.Cloud.ResourcesAsync();
        JobRequest request = lab.Service.Verbs.Failover(await lab.VmAsync("win"), null, noStart: true);

        ReplicationJob failed = await lab.Service.RunAsync(request, cancellationToken: Token);
        Assert.Equal("DriverDownloadFailed", failed.Error?.ErrorId);
        Assert.EndsWith($"on {node.Node} and retry.", failed.Error!.Message, StringComparison.Ordinal);
        Assert.Equal(before, await node.Cloud.ResourcesAsync());

        DriverFiles.Make(_folder.Path);
        await lab.RunAsync(request);
        Assert.Equal("a driver", await DriverInAsync(node, await lab.MachineAsync(lab.Aws, (await lab.VmAsync("win")).ReplicaMachineId!)));
    }

    private static TransferSubject Subject => new(
        "vm", new Machine { Id = "vm", Name = "vm", OperatingSystem = "Windows" }, new Dictionary<string, string?> { ["disk0"] = null },
        new TransferSettings { Method = TransferMethod.HotAdd, DriversConfirmed = true }, KeepsMachine: true);

    private static void RequireTools()
    {
        if (new OfflineDriverInjector(new HiveCompletion()).Unavailable is { } reason) Assert.Skip($"Drivers cannot be put into a guest here: {reason}");
        if (ToolPath.Find("mkfs.ntfs") is null) Assert.Skip("mkfs.ntfs is not installed.");
    }

    /// <summary>What no archive brings.</summary>
    private void OwnersFiles()
    {
        DriverFiles.Make(_folder.Path);
        File.Delete(Path.Combine(Drivers, DriverFolder.PvDrivers));
        File.Delete(Path.Combine(Drivers, DriverFolder.Ec2Config));
    }

    /// <summary>A site without an access node of its own, and a group with one.</summary>
    private async Task<EngineLab> WindowsLabAsync(HotAddLab node, TransferMethod method)
    {
        EngineLab lab = await EngineLab.StartAsync(
            node.Cloud, ("deviceFolder", node.Cloud.Devices), ("driverFolder", Drivers), ("driverSource", ClosedPort), ("licences", "provided"));
        await lab.AddWindowsMachineAsync("win");
        await lab.GroupAsync("hq", "aws", "win");
        await lab.Service.Groups.SetAsync(
            await lab.Service.Groups.GetAsync("hq-aws", Token),
            group => group with { KeepStandby = method == TransferMethod.HotAdd, Transfer = new TransferSettings { Method = method, AccessNodeId = node.Node } }, Token);
        return lab;
    }

    private async Task<string?> DriverInAsync(HotAddLab node, Machine machine)
    {
        string copy = Path.Combine(_folder.Path, "copy.raw");
        File.Copy(node.Cloud.VolumeFile(machine.Disks[0].Path), copy);
        return (await WindowsDisk.ReadAsync(copy, Token)).Driver;
    }

    /// <summary>Runs one test of this class in a process of its own whose network is its loopback interface alone.</summary>
    private static async Task RunWithoutRouteAsync(string test)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "a network namespace needs root on Linux");
        foreach (string tool in (string[])["unshare", "ip"]) Assert.SkipUnless(ToolPath.Find(tool) is not null, $"{tool} is not installed");
        string dotnet = Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet";
        string[] command =
        [
            "--net", "sh", "-c", "ip link set lo up && exec \"$@\"", "sh",
            dotnet, typeof(DriverPreparationTests).Assembly.Location, "-method", $"{typeof(DriverPreparationTests).FullName}.{test}",
        ];
        using var process = Process.Start(new ProcessStartInfo("unshare", command)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { [WithoutRoute] = "1" },
        })!;
        Task<string> errors = process.StandardError.ReadToEndAsync(Token);
        string output = await process.StandardOutput.ReadToEndAsync(Token) + await errors;
        await process.WaitForExitAsync(Token);
        Assert.True(process.ExitCode == 0 && output.Contains("Total: 1, Errors: 0, Failed: 0, Skipped: 0", StringComparison.Ordinal), output);
    }
}
