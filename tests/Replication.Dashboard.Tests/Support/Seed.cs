using Replication.Catalog;
using Replication.Core.Catalog;
using Replication.Core.Groups;
using Replication.Core.Health;
using Replication.Core.Jobs;
using Replication.Core.Machines;
using Replication.Core.Policies;
using Replication.Core.RecoveryPoints;
using Replication.Core.Sites;
using Replication.Core.Snapshots;
using Replication.Core.States;
using Replication.Runtime;

namespace Replication.Dashboard.Tests.Support;

/// <summary>Fills a workspace with what a dashboard shows, without replicating anything: entities as the engine writes them.</summary>
internal sealed class Seed(string root, DateTimeOffset now)
{
    public const string SourceSite = "site-hq";
    public const string TargetSite = "site-dr";

    private readonly List<Func<ICatalogTransaction, Task>> _writes = [];
    private readonly List<RecoveryPoint> _manifests = [];
    private readonly List<ReplicationJob> _jobs = [];
    private int _groups;
    private int _vms;

    public DateTimeOffset Now => now;

    public string Hq => Path.Combine(root, "hq");

    public string Dr => Path.Combine(root, "dr");

    public void Add<T>(T entity) where T : class, ICatalogEntity => _writes.Add(transaction => transaction.InsertAsync(entity));

    public void Audit(AuditEntry entry) => _writes.Add(transaction => transaction.AppendAuditAsync(entry));

    public void AddSites(string hq = "hq", string dr = "dr")
    {
        Add(new SiteDefinition { Id = SourceSite, Name = hq, SiteKind = SiteKind.Local, Settings = new Dictionary<string, string> { ["path"] = Hq, ["hypervisor"] = "none" } });
        Add(new SiteDefinition { Id = TargetSite, Name = dr, SiteKind = SiteKind.Local, Settings = new Dictionary<string, string> { ["path"] = Dr, ["hypervisor"] = "none" } });
    }

    public ReplicationGroup AddGroup(string name, ReplicationPolicy? policy = null)
    {
        string id = $"group-{++_groups}";
        policy ??= new ReplicationPolicy { Id = $"policy-of-{id}", Name = name };
        Add(policy);
        var group = new ReplicationGroup { Id = id, Name = name, SourceSiteId = SourceSite, TargetSiteId = TargetSite, PolicyId = policy.Id };
        Add(group);
        return group;
    }

    /// <summary>A VM and, unless there are none, the points that its replica site has: newest first by their ages.</summary>
    public ReplicatedVM AddVm(
        string name, ReplicationGroup group, ReplicationState state, IReadOnlyList<TimeSpan> ages, Func<ReplicatedVM, ReplicatedVM>? change = null,
        Func<int, RecoveryPoint, RecoveryPoint>? changePoint = null, bool manifests = false)
    {
        string id = $"vm-{++_vms}";
        RecoveryPoint[] points = [.. ages.Select((age, at) => Point(id, name, group, ages.Count - at, now - age)).Select((point, at) => changePoint?.Invoke(at, point) ?? point)];
        var vm = new ReplicatedVM
        {
            Id = id,
            Name = name,
            GroupId = group.Id,
            ReplicationState = state,
            PrimarySiteId = SourceSite,
            ReplicaSiteId = TargetSite,
            PrimaryMachineId = $"machine-{id}",
            LatestPointId = points.FirstOrDefault()?.Id,
            Statistics = new ReplicationStatistics { Since = now.AddDays(-3), SuccessfulReplicationCount = 812, TotalReplicationSize = 84L << 30, InitialReplicationSize = 60L << 30 },
        };
        Add(change?.Invoke(vm) ?? vm);
        foreach (RecoveryPoint point in points.Reverse()) Add(point);
        if (manifests) _manifests.AddRange(points);
        return vm;
    }

    public void AddHistory(ReplicatedVM vm, ReplicationPolicy policy, IEnumerable<PointArrival> arrivals)
    {
        var history = new ReplicationHistory { Id = vm.Id, SiteId = TargetSite };
        foreach (PointArrival arrival in arrivals) history = history.With(arrival, policy.RpoThreshold, policy.ReplicationFrequency);
        Add(history);
    }

    public ReplicationJob AddJob(
        string verb, ReplicatedVM vm, JobState state, TimeSpan ago, TimeSpan? took = null, Func<ReplicationJob, ReplicationJob>? change = null)
    {
        var job = new ReplicationJob
        {
            Id = Guid.CreateVersion7(now - ago).ToString(),
            Verb = verb,
            TargetId = vm.Id,
            TargetName = vm.Name,
            VmIds = [vm.Id],
            Parameters = "{}",
            JobState = state,
            SubmittedBy = "anna@console",
            SubmittedAt = now - ago,
            StartedAt = state == JobState.Queued ? null : now - ago + TimeSpan.FromSeconds(1),
            EndedAt = took is { } length ? now - ago + TimeSpan.FromSeconds(1) + length : null,
            Attempts = state == JobState.Queued ? 0 : 1,
        };
        job = change?.Invoke(job) ?? job;
        _jobs.Add(job);
        return job;
    }

    public RecoveryPoint Point(string vmId, string vmName, ReplicationGroup group, long sequence, DateTimeOffset sourceTime) => new()
    {
        Id = $"p{sequence:0000}-{vmId}",
        Sequence = sequence,
        VmId = vmId,
        VmName = vmName,
        GroupId = group.Id,
        GroupName = group.Name,
        SourceSiteId = SourceSite,
        SiteId = TargetSite,
        StoreId = "store",
        SourceTime = sourceTime,
        AcceptedTime = sourceTime.AddSeconds(42),
        Machine = new Machine { Id = $"machine-{vmId}", Name = vmName },
        Disks = [new RecoveryPointDisk("disk0", $"snap-{sequence}", 1L << 34, BlockDigest.Compute(new byte[512]), null, 96)],
        BytesSent = 48L << 20,
    };

    public async Task WriteAsync(string workspace)
    {
        foreach (string site in (string[])[Hq, Dr])
        {
            Directory.CreateDirectory(site);
            // A Local site asks for it, so that an empty mount point is not taken for one.
            await File.WriteAllTextAsync(Path.Combine(site, ".replication-site"), "");
        }

        Directory.CreateDirectory(workspace);
        await using (SqliteCatalog catalog = await SqliteCatalog.OpenAsync(Path.Combine(workspace, "catalog.db")))
        {
            await catalog.TransactAsync(async (transaction, token) =>
            {
                foreach (Func<ICatalogTransaction, Task> write in _writes) await write(transaction);
                foreach (ReplicationJob job in _jobs.OrderBy(job => job.SubmittedAt)) await transaction.InsertAsync(job, token);
                return true;
            });
        }

        if (_manifests.Count == 0) return;
        await using IReplicaStorage store = await Tools.OpenStoreAsync(Path.Combine(Dr, ".replica-store"), StoreAccess.Create, CancellationToken.None);
        var manifests = new RecoveryPointManifests(store);
        foreach (RecoveryPoint point in _manifests) await manifests.CommitAsync(point, CancellationToken.None);
    }
}
