using System.Text.Json;
using Replication.Agent.Drill;
using Replication.Core.Groups;
using Replication.Core.Jobs;
using Replication.Core.Machines;
using Replication.Core.Platform;
using Replication.Core.Policies;
using Replication.Core.Protection;
using Replication.Core.RecoveryPoints;
using Replication.Core.Serialization;
using Replication.Core.Service;
using Replication.Core.Sites;
using Replication.Hypervisors.Local;
using Replication.Runtime;
using Replication.TestGuest;

namespace Replication.Live.Tests.Support;

/// <summary>
/// Two Local sites, hq and dr, that run machines with QEMU, a workspace, and the guest "web" at hq, with others where a test wants them, in
/// group "g" that is replicated to dr. In place of the second site there may be a cloud.
/// </summary>
internal sealed class GuestDrill : IAsyncDisposable
{
    private readonly GuestFolder _folder;
    private Workspace _workspace;
    private readonly List<ProcessIdentity> _started = [];

    private GuestDrill(GuestFolder folder, Workspace workspace)
    {
        _folder = folder;
        _workspace = workspace;
    }

    public ReplicationService Service => _workspace.Service;

    public static Task<GuestDrill> MakeAsync(GuestFolder folder, GuestSettings settings, TimeSpan frequency, params string[] others) =>
        MakeAsync(folder, settings, frequency, drill => drill.AddSiteAsync("dr"), others);

    /// <param name="folder">Takes everything.</param>
    /// <param name="settings">Of the guest.</param>
    /// <param name="frequency">Of the policy.</param>
    /// <param name="place">Where "dr" is.</param>
    public static Task<GuestDrill> MakeAsync(GuestFolder folder, GuestSettings settings, TimeSpan frequency, DrillPlace place) =>
        MakeAsync(folder, settings, frequency, drill => place.AddAsync(drill.Service, CancellationToken.None), []);

    private static async Task<GuestDrill> MakeAsync(
        GuestFolder folder, GuestSettings settings, TimeSpan frequency, Func<GuestDrill, Task<SiteDefinition>> addReplicaSite, string[] others)
    {
        var drill = new GuestDrill(folder, await OpenAsync(folder));
        SiteDefinition hq = await drill.AddSiteAsync("hq"), dr = await addReplicaSite(drill);
        var policy = new ReplicationPolicy
        {
            Id = Guid.NewGuid().ToString(),
            Name = "g",
            ReplicationFrequency = frequency,
            RecoveryPointInterval = TimeSpan.Zero,
            RecoveryHistory = 3,
        };
        ReplicationGroup group = await drill.Service.Groups.NewAsync("g", hq, dr, policy);
        foreach (string name in (string[])["web", .. others])
        {
            await AddMachineAsync(folder, name, settings);
            await drill.Service.Groups.AddVmAsync(group, name);
        }

        return drill;
    }

    public Task<ReplicatedVM> VmAsync() => Service.Groups.GetVmAsync("web");

    public async Task<ReplicatedMachineResult> ReplicateAsync()
    {
        ReplicatedVM vm = await VmAsync();
        ReplicationJob job = await RunAsync(Service.Verbs.Replicate(await Service.Groups.GetAsync(vm.GroupId), [vm]));
        return JsonSerializer.Deserialize<ReplicateResult>(job.Result!, ReplicationJson.Compact)!.Machines[0];
    }

    /// <summary>Runs the verb and requires that it succeeds.</summary>
    public async Task<ReplicationJob> RunAsync(JobRequest request)
    {
        ReplicationJob job = await Service.RunAsync(request);
        Assert.True(job.JobState == JobState.Succeeded, $"{request.Verb}: {job.JobState} {job.Error?.ErrorId} {job.Error?.Message}");
        return job;
    }

    public async Task<IReadOnlyList<RecoveryPoint>> PointsAsync() => await Service.Points.ListAsync(await VmAsync());

    /// <summary>Replicates in a process of its own that kills itself in the middle of the transfer, or before where nothing is transferred.</summary>
    public async Task ReplicateAndDieAsync()
    {
        const int killed = 137; // 128 + SIGKILL
        await _workspace.DisposeAsync();
        using var process = System.Diagnostics.Process.Start(
            "dotnet",
            [Path.Combine(AppContext.BaseDirectory, "Replication.CrashHost.dll"), _folder.File("workspace"), "replicate", "web", "-", "reports", "1"]);
        await process.WaitForExitAsync();
        Assert.Equal(killed, process.ExitCode);
        _workspace = await OpenAsync(_folder);
    }

    /// <summary>The machine of the workload at a site.</summary>
    public async Task<Machine> MachineAsync(string siteName, string name = "web")
    {
        await foreach (Machine machine in (await Service.Sites.OpenAsync(siteName)).ListMachinesAsync())
        {
            if (machine.Name == name) return machine;
        }

        throw new InvalidOperationException($"There is no machine {name} at {siteName}.");
    }

    /// <summary>Starts it; its process ends with the test, however that ends.</summary>
    public async Task<GuestConsole> StartAsync(string siteName, string name = "web")
    {
        ISite site = await Service.Sites.OpenAsync(siteName);
        Machine machine = await MachineAsync(siteName, name);
        await Service.Machines.StartAsync(site, machine);
        ProcessIdentity process = Process(siteName, machine);
        _started.Add(process);
        _folder.Own(process.Id);
        return new GuestConsole(((IMachinePower)site).ConsoleOf(machine.Id)!, () => process.IsRunning ? null : "QEMU has ended.");
    }

    /// <summary>The power cord.</summary>
    public async Task KillAsync(string siteName)
    {
        ProcessIdentity process = Process(siteName, await MachineAsync(siteName));
        process.Kill();
        Assert.True(await process.WaitForEndAsync(TimeSpan.FromSeconds(10), TimeProvider.System, CancellationToken.None));
    }

    public async ValueTask DisposeAsync()
    {
        await _workspace.DisposeAsync();
        foreach (ProcessIdentity process in _started)
        {
            process.Kill();
            await process.WaitForEndAsync(TimeSpan.FromSeconds(10), TimeProvider.System, CancellationToken.None);
        }
    }

    /// <summary>Replicates "web" in intervals and then kills its guest.</summary>
    /// <returns>Last record announced before the last replication began, and when that was.</returns>
    public async Task<(long Safe, DateTimeOffset Captured)> ReplicateAndLoseAsync(GuestConsole primary, int rounds, TimeSpan interval)
    {
        long safe = 0;
        for (int round = 0; round < rounds; round++)
        {
            safe = primary.LastRecord;
            await ReplicateAsync();
            await Task.Delay(interval);
        }

        IReadOnlyList<RecoveryPoint> points = await PointsAsync();
        Assert.All(points, point => Assert.Equal(PowerState.Running, point.Machine.PowerState));
        // The last ones read what the guest changed, not its disks.
        long disks = points[^1].Disks.Sum(disk => disk.Length);
        Assert.InRange(points[^1].Disks.Sum(disk => disk.BlocksPut) * 512 * 1024, 1, disks / 2);
        DateTimeOffset captured = points[^1].SourceTime;
        await KillAsync("hq");
        return (safe, captured);
    }

    /// <summary>The records on a replica's data disk, which nobody has written yet: none is torn, and the last is as old as the last capture.</summary>
    public static async Task<RecordChain> RequireRecentAsync(string disk, long safe, DateTimeOffset captured, TimeSpan interval)
    {
        RecordChain chain = await GuestFileSystem.CheckAsync(disk);
        Assert.True(chain.Last >= safe, $"The replica ends with record {chain.Last}; {safe} had been written before the last replication began.");
        // One interval at most, and what the guest's clock, which is read once and to the second, may be off.
        Assert.InRange(captured - chain.LastWritten!.Value, TimeSpan.FromSeconds(-2), interval + TimeSpan.FromSeconds(1));
        return chain;
    }

    /// <summary>Shuts the guest down, in good order.</summary>
    public async Task ShutDownAsync(string siteName)
    {
        ISite site = await Service.Sites.OpenAsync(siteName);
        Assert.True(await ((IMachinePower)site).ShutDownMachineAsync((await MachineAsync(siteName)).Id, TimeSpan.FromSeconds(60)));
    }

    private static async Task AddMachineAsync(GuestFolder folder, string name, GuestSettings settings)
    {
        string machine = Path.Combine(folder.File("hq"), name);
        await GuestDisks.MakeAsync(machine, settings);
        await File.WriteAllTextAsync(Path.Combine(machine, MachineFile.FileName), JsonSerializer.Serialize(new
        {
            id = Guid.NewGuid().ToString(),
            name,
            memoryBytes = 256 << 20,
            disks = new object[] { new { id = "boot", path = "boot.raw", boot = true }, new { id = "data", path = "data.raw" } },
        }));
    }

    private static Task<Workspace> OpenAsync(GuestFolder folder) => Workspace.OpenAsync(new WorkspaceOptions { Folder = folder.File("workspace") });

    private Task<SiteDefinition> AddSiteAsync(string name) =>
        Service.Sites.AddAsync(name, SiteKind.Local, new Dictionary<string, string> { [LocalSiteSettings.PathName] = _folder.File(name) });

    private ProcessIdentity Process(string siteName, Machine machine)
    {
        using var record = JsonDocument.Parse(File.ReadAllText(Path.Combine(_folder.File(siteName), ".run-" + machine.Id, "run.json")));
        return ProcessIdentity.Find(record.RootElement.GetProperty("process").GetProperty("id").GetInt32())!;
    }
}
