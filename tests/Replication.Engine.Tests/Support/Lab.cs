using System.Text.Json;
using Replication.Core.Groups;
using Replication.Core.Jobs;
using Replication.Core.Policies;
using Replication.Core.RecoveryPoints;
using Replication.Core.Service;
using Replication.Core.Sites;
using Replication.Core.Transfer;
using Replication.CrashHost;
using Replication.Runtime;

namespace Replication.Engine.Tests.Support;

/// <summary>
/// Two Local sites, hq and dr, and a workspace in one folder. The folder can be put aside and brought back, so that
/// many runs start from the same state at the same paths.
/// </summary>
public sealed class Lab : IAsyncDisposable
{
    private readonly string _root;
    private Workspace? _workspace;

    public Lab()
    {
        // A killed process loses nothing of the page cache, so memory serves as well as a disk and much faster.
        string parent = Directory.Exists("/dev/shm") ? "/dev/shm" : Path.GetTempPath();
        _root = Path.Combine(parent, $"replication-engine-{Guid.NewGuid():N}");
        Directory.CreateDirectory(Hq);
        Directory.CreateDirectory(Dr);
    }

    public string Folder => Path.Combine(_root, "lab");

    public string Hq => Path.Combine(Folder, "hq");

    public string Dr => Path.Combine(Folder, "dr");

    public string WorkspaceFolder => Path.Combine(Folder, "workspace");

    public string Media => Path.Combine(Folder, "media");

    public TimeProvider Time { get; set; } = TimeProvider.System;

    public IJobObserver? Observer { get; set; }

    public Workspace Workspace => _workspace ?? throw new InvalidOperationException("The workspace is closed.");

    public ReplicationService Service => Workspace.Service;

    public string HqStore => Path.Combine(Hq, ".replica-store");

    public string DrStore => Path.Combine(Dr, ".replica-store");

    public async Task<Lab> OpenAsync()
    {
        _workspace ??= await OpenAnotherAsync();
        return this;
    }

    /// <summary>Another opening of the same workspace, as a second process would have it.</summary>
    public Task<Workspace> OpenAnotherAsync() => Workspace.OpenAsync(new WorkspaceOptions { Folder = WorkspaceFolder, Time = Time, Observer = Observer });

    public async Task CloseAsync()
    {
        if (_workspace is not null) await _workspace.DisposeAsync();
        _workspace = null;
    }

    /// <summary>Both sites and one group "g" from hq to dr.</summary>
    public async Task<ReplicationGroup> SetUpAsync(ReplicationPolicy? policy = null)
    {
        await OpenAsync();
        SiteDefinition hq = await Service.Sites.AddAsync("hq", SiteKind.Local, new Dictionary<string, string> { ["path"] = Hq, ["hypervisor"] = "none" });
        SiteDefinition dr = await Service.Sites.AddAsync("dr", SiteKind.Local, new Dictionary<string, string> { ["path"] = Dr, ["hypervisor"] = "none" });
        return await Service.Groups.NewAsync("g", hq, dr, policy);
    }

    /// <summary>A machine at hq with raw disks "disk0", "disk1"...</summary>
    public TestMachine AddMachine(string name, params long[] lengths) => AddMachineAt(Hq, name, name, lengths);

    public static TestMachine AddMachineAt(string site, string folderName, string name, params long[] lengths)
    {
        string folder = Path.Combine(site, folderName);
        Directory.CreateDirectory(folder);
        string id = Guid.NewGuid().ToString();
        var disks = new List<object>();
        foreach ((int position, long length) in lengths.Index())
        {
            using FileStream file = File.Create(Path.Combine(folder, $"disk{position}.raw"));
            file.SetLength(length);
            disks.Add(new { id = $"disk{position}", path = $"disk{position}.raw", format = "raw", boot = position == 0 });
        }

        File.WriteAllText(Path.Combine(folder, "machine.json"), JsonSerializer.Serialize(new { format = 1, id, name, disks }));
        return new TestMachine(id, folder);
    }

    public async Task<ReplicatedVM> VmAsync(string name = "web") => await Service.Groups.GetVmAsync(name);

    public async Task<IReadOnlyList<RecoveryPoint>> PointsAsync(string name = "web") => await Service.Points.ListAsync(await VmAsync(name));

    public async Task<ReplicationJob> TryAsync(
        string verb, string vm = "web", string? argument = null, IProgress<TransferProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        await OpenAsync();
        return await Service.RunAsync(await VerbRequests.MakeAsync(Service, verb, vm, argument), progress, cancellationToken);
    }

    /// <summary>Runs the verb and requires that it succeeds.</summary>
    public async Task<ReplicationJob> RunAsync(string verb, string vm = "web", string? argument = null)
    {
        ReplicationJob job = await TryAsync(verb, vm, argument);
        Assert.True(job.JobState == JobState.Succeeded, $"{verb}: {job.JobState} {job.Error?.ErrorId} {job.Error?.Message}");
        return job;
    }

    /// <summary>Folder of the machine of this name at a site.</summary>
    public static TestMachine MachineAt(string site, string name)
    {
        foreach (string directory in Directory.EnumerateDirectories(site))
        {
            string file = Path.Combine(directory, "machine.json");
            if (Path.GetFileName(directory).StartsWith('.') || !File.Exists(file)) continue;
            using var document = JsonDocument.Parse(File.ReadAllBytes(file));
            if (document.RootElement.GetProperty("name").GetString() == name) return new TestMachine(document.RootElement.GetProperty("id").GetString()!, directory);
        }

        throw new InvalidOperationException($"There is no machine '{name}' in {site}.");
    }

    /// <summary>Puts the present state aside under a name.</summary>
    public async Task SaveAsync(string name)
    {
        await CloseAsync();
        FolderCopy.Replace(Folder, Path.Combine(_root, name));
    }

    /// <summary>Brings a state back that was put aside.</summary>
    public async Task RestoreAsync(string name)
    {
        await CloseAsync();
        FolderCopy.Replace(Path.Combine(_root, name), Folder);
    }

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        Directory.Delete(_root, recursive: true);
    }
}
