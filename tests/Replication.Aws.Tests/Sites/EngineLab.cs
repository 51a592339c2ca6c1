using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Replication.Aws.Tests.HotAdd;
using Replication.Catalog;
using Replication.Conformance;
using Replication.Core.Groups;
using Replication.Core.Jobs;
using Replication.Core.Machines;
using Replication.Core.RecoveryPoints;
using Replication.Core.Rules.Guests;
using Replication.Core.Service;
using Replication.Core.Sites;
using Replication.Core.Snapshots;
using Replication.Hypervisors.Local;
using Replication.Runtime;
using Replication.Store;

namespace Replication.Aws.Tests.Sites;

/// <summary>The engine over a Local site "hq" and the site "aws" of a cloud.</summary>
internal sealed class EngineLab : ISiteFactory, IWorkspaceLock, IAsyncDisposable
{
    private readonly CloudLab _cloud;
    private readonly SqliteCatalog _catalog;
    private readonly Dictionary<string, ISite> _open = [];

    private EngineLab(CloudLab cloud, SqliteCatalog catalog, IGuestInspector? guests)
    {
        _cloud = cloud;
        _catalog = catalog;
        var services = new EngineServices(catalog, this, Tools.DiskImages, null!, TimeProvider.System, NullLoggerFactory.Instance) { Guests = guests };
        var runner = new JobRunner(catalog, TimeProvider.System, JobHandlers.All(services), "test");
        Service = new ReplicationService(services, new JobQueue(catalog, runner, this, TimeProvider.System, "test"), runner, "test");
    }

    public string? Holder => null;

    public ReplicationService Service { get; }

    public ISite Aws { get; private set; } = null!;

    public ISite Hq { get; private set; } = null!;

    private string HqFolder => Path.Combine(_cloud.Workspace, "hq");

    public static Task<EngineLab> StartAsync(CloudLab cloud, params (string Name, string Value)[] settings) => StartAsync(cloud, null, settings);

    /// <param name="cloud">Where "aws" is.</param>
    /// <param name="guests">Looks into guests; null for nobody.</param>
    /// <param name="settings">Of "aws".</param>
    public static async Task<EngineLab> StartAsync(CloudLab cloud, IGuestInspector? guests, params (string Name, string Value)[] settings)
    {
        Directory.CreateDirectory(Path.Combine(cloud.Workspace, "hq"));
        var lab = new EngineLab(cloud, (SqliteCatalog)await SqliteCatalog.OpenAsync(Path.Combine(cloud.Workspace, "catalog.db"), new CatalogOptions()), guests);
        SiteDefinition hq = await lab.Service.Sites.AddAsync("hq", SiteKind.Local, new Dictionary<string, string> { ["path"] = lab.HqFolder });
        SiteDefinition aws = await lab.Service.Sites.AddAsync("aws", SiteKind.Aws, cloud.Define(settings).Settings);
        (lab.Hq, lab.Aws) = (await lab.OpenAsync(hq), await lab.OpenAsync(aws));
        return lab;
    }

    public Task<ISite> OpenAsync(SiteDefinition definition, CancellationToken cancellationToken = default)
    {
        if (!_open.TryGetValue(definition.Id, out ISite? site))
        {
            site = definition.SiteKind == SiteKind.Aws
                ? _cloud.OpenSite(definition)
                : LocalSite.Open(
                    definition, Tools.DiskImages, async (folder, token) => await FileSnapshotStore.OpenAsync(folder, new StoreOptions { Create = true }, token),
                    TimeProvider.System, NullLogger.Instance);
            _open.Add(definition.Id, site);
        }

        return Task.FromResult(site);
    }

    public async Task GroupAsync(string from, string to, string machine)
    {
        ReplicationGroup group = await Service.Groups.NewAsync($"{from}-{to}", await Service.Sites.GetAsync(from), await Service.Sites.GetAsync(to));
        await Service.Groups.AddVmAsync(group, machine);
    }

    public Task<ReplicatedVM> VmAsync(string name) => Service.Groups.GetVmAsync(name);

    public async Task<IReadOnlyList<RecoveryPoint>> PointsAsync(string name) => await Service.Points.ListAsync(await VmAsync(name));

    public async Task<ReplicationJob> ReplicateAsync(string name)
    {
        ReplicatedVM vm = await VmAsync(name);
        return await RunAsync(Service.Verbs.Replicate(await Service.Groups.GetAsync(vm.GroupId), [vm]));
    }

    /// <summary>Runs the verb and requires that it succeeds.</summary>
    public async Task<ReplicationJob> RunAsync(JobRequest request)
    {
        ReplicationJob job = await Service.RunAsync(request);
        Assert.True(job.JobState == JobState.Succeeded, $"{request.Verb}: {job.JobState} {job.Error?.ErrorId} {job.Error?.Message}");
        return job;
    }

    /// <summary>A machine at hq with raw disks "disk0", "disk1"..., each with a block of data at its start.</summary>
    public string AddLocalMachine(string name, params long[] lengths)
    {
        Directory.CreateDirectory(Path.Combine(HqFolder, name));
        foreach ((int position, long length) in lengths.Index())
        {
            using FileStream file = File.Create(LocalFile(name, position));
            file.SetLength(length);
            file.Write(BlockPattern.Full(position + 1));
        }

        return Describe(name, lengths.Length, "Unknown");
    }

    /// <summary>A machine at hq whose disk has what of Windows an injection of drivers looks for.</summary>
    public async Task<string> AddWindowsMachineAsync(string name)
    {
        Directory.CreateDirectory(Path.Combine(HqFolder, name));
        await WindowsDisk.MakeAsync(LocalFile(name, 0), CancellationToken.None);
        return Describe(name, 1, "Windows Server 2019");
    }

    public void WriteLocal(string name, int disk, long offset, int seed)
    {
        using FileStream file = File.OpenWrite(LocalFile(name, disk));
        file.Position = offset;
        file.Write(BlockPattern.Full(seed).AsSpan(0, 4096));
    }

    public Task<string> HashLocalAsync(string name, int disk) => HashFileAsync(LocalFile(name, disk));

    public static Task<string> HashFileAsync(string path) => SparseHash.OfFileAsync(path, null, CancellationToken.None);

    public async Task<Machine> MachineAsync(ISite site, string id) => await site.FindMachineAsync(id) ?? throw new InvalidOperationException($"There is no machine {id}.");

    public Task<IWorkspaceHold?> TryAcquireAsync() => Task.FromResult<IWorkspaceHold?>(new Held());

    public async ValueTask DisposeAsync()
    {
        foreach (ISite site in _open.Values) await site.DisposeAsync();
        await _catalog.DisposeAsync();
    }

    private string Describe(string name, int disks, string operatingSystem)
    {
        string id = Guid.NewGuid().ToString();
        string text = JsonSerializer.Serialize(new
        {
            format = 1,
            id,
            name,
            operatingSystem,
            disks = Enumerable.Range(0, disks).Select(i => new { id = $"disk{i}", path = $"disk{i}.raw", format = "raw", boot = i == 0 }),
        });
        File.WriteAllText(Path.Combine(HqFolder, name, "machine.json"), text);
        return id;
    }

    private string LocalFile(string name, int disk) => Path.Combine(HqFolder, name, $"disk{disk}.raw");

    private sealed class Held : IWorkspaceHold
    {
        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
