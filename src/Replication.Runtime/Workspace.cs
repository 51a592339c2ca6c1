using Microsoft.Extensions.Logging;
using Replication.Catalog.Postgres;
using Replication.Core.Catalog;
using Replication.Core.Disks;
using Replication.Core.Errors;
using Replication.Core.Evidence;
using Replication.Core.Fencing;
using Replication.Core.Groups;
using Replication.Core.Jobs;
using Replication.Core.Service;
using Replication.Core.Snapshots;
using Replication.Disks;
using Replication.Disks.Guests;
using Replication.Disks.Overlays;
using Replication.Runtime.Evidence;
using Replication.Runtime.Hosting;
using Replication.Runtime.Mounts;

namespace Replication.Runtime;

/// <summary>The composition root: opens a workspace, joins the adapters and hands out one <see cref="ReplicationService"/>.</summary>
public sealed class Workspace : IAsyncDisposable
{
    private readonly ICatalog _catalog;
    private readonly SiteFactory _sites;
    private readonly WorkspaceOptions _options;
    private readonly string? _place;
    private readonly PostgresAddress? _shared;

    private Workspace(
        ICatalog catalog, SiteFactory sites, ReplicationService service, DetachedJobs detached, IDiskImages images, IStoreOpener stores,
        WorkspaceOptions options, string? place, PostgresAddress? shared)
    {
        _catalog = catalog;
        _sites = sites;
        Service = service;
        Detached = detached;
        Images = images;
        Stores = stores;
        _options = options;
        _place = place;
        _shared = shared;
    }

    public ReplicationService Service { get; }

    /// <summary>For the host: jobs that nobody follows.</summary>
    public DetachedJobs Detached { get; }

    /// <summary>For what needs no workspace state: looking at images and stores.</summary>
    public IDiskImages Images { get; }

    public IStoreOpener Stores { get; }

    public string Folder => _options.Folder;

    /// <summary>All processes that run jobs of a catalog that several workspaces share; null for a workspace with a catalog of its own.</summary>
    /// <exception cref="CatalogException">The database does not answer.</exception>
    public async Task<IReadOnlyList<PresentAgent>?> AgentsAsync(CancellationToken cancellationToken = default) =>
        _shared is null ? null : await AgentPresence.ListAsync(_shared, cancellationToken);

    /// <summary>For the host: serves mounted points until it is disposed of.</summary>
    /// <param name="socketFolder">Takes their sockets; its user's alone.</param>
    public MountServer CreateMountServer(string socketFolder) => new(
        _catalog,
        new MountParts(
            _place,
            // Beside whoever owns the workspace, and open for as long as a mount is.
            () => new SiteFactory(Folder, Images, Stores, () => StoreAccess.Read, _options.Time, _options.Loggers),
            new DiskOverlays(), new MountFolders(Folder), socketFolder, _options.Time, _options.Loggers));

    /// <summary>
    /// For commands: lets guests go on that a process which was killed has left standing still, and starts the host where machines run from mounts
    /// and there is none, as after it was killed. Their disks stand still until then. A host that does not start is logged; it does not keep the
    /// command from its work.
    /// </summary>
    public async Task KeepMachinesGoingAsync(CancellationToken cancellationToken = default)
    {
        await Service.HeldGuests.LetGoAsync(cancellationToken);
        await Service.Mounts.RestoreHeldAsync(cancellationToken);
        if (!await Service.MachineMounts.AnyAsync(cancellationToken)) return;
        try
        {
            await new WorkspaceHost(Folder).EnsureRunningAsync(cancellationToken);
        }
        catch (ReplicationException error)
        {
            _options.Loggers.CreateLogger<Workspace>().LogWarning("Machines run from mounts that nobody serves: {Error}", error.Message);
        }
    }

    public static async Task<Workspace> OpenAsync(WorkspaceOptions options, CancellationToken cancellationToken = default)
    {
        Directory.CreateDirectory(options.Folder);
        PostgresAddress? shared = WorkspaceCatalog.Find(options.Folder, options.Catalog);
        // Beside others the name is that of a life: a later process with the same number must not be taken for this one.
        string life = shared is null ? "" : $":{Guid.NewGuid().ToString("N")[..8]}";
        string process = $"{Environment.MachineName}:{Environment.ProcessId}{life}";
        var workspaceLock = new WorkspaceLock(options.Folder, process);
        IWorkspaceLock owners = shared is null ? workspaceLock : new SharedWorkspaceLock(workspaceLock, shared, process, options.Time);
        string here = $"{Environment.MachineName}:{Path.GetFullPath(options.Folder)}";
        string? place = shared is null ? null : here;
        var images = new DiskImages();
        var stores = new StoreOpener(options.Time, options.Loggers);
        IStoreOpener ofJobs = shared is null ? stores : new WaitingStoreOpener(stores, options.Time);
        // Only the owner writes stores; a process that follows a job of another one reads beside it.
        var sites = new SiteFactory(options.Folder, images, ofJobs, () => workspaceLock.IsHeld ? StoreAccess.Create : StoreAccess.Read, options.Time, options.Loggers);
        ICatalog catalog = await WorkspaceCatalog.OpenAsync(options.Folder, shared, options.Time, cancellationToken);
        var evidence = new EvidenceCopy(Path.Combine(options.Folder, "evidence"), options.Loggers.CreateLogger<EvidenceCopy>());
        var services = new EngineServices(catalog, sites, images, stores, options.Time, options.Loggers)
        {
            Place = here,
            Evidence = new EvidenceLog(evidence, options.Time, options.Loggers.CreateLogger<EvidenceLog>()),
            Guests = new GuestInspector(options.Time),
            Mounts = new HostMounts(options.Folder, place, new DiskOverlays(), options.Time),
        };
        var runner = new JobRunner(catalog, options.Time, JobHandlers.All(services), process, options.Observer);
        string actor = $"{Environment.UserName}@{Environment.MachineName}";
        // Stores opened for reading are opened again for writing by an owner, and are free again when it ends.
        workspaceLock.OwnershipChanging = sites.CloseAllAsync;
        var queue = new JobQueue(catalog, runner, owners, options.Time, actor);
        var detached = new DetachedJobs(catalog, runner, owners, options.Time) { Limit = options.JobLimit, Pool = options.Pool };
        return new Workspace(catalog, sites, new ReplicationService(services, queue, runner, actor), detached, images, stores, options, place, shared);
    }

    public async ValueTask DisposeAsync()
    {
        await _sites.DisposeAsync();
        await _catalog.DisposeAsync();
    }
}
