using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Replication.Aws.Sites;
using Replication.Core.Disks;
using Replication.Core.RecoveryPoints;
using Replication.Core.Sites;
using Replication.Core.Snapshots;
using Replication.Disks;
using Replication.Hypervisors.Local;
using Replication.Store;
using Replication.Store.Maintenance;

namespace Replication.Runtime;

/// <summary>What can be done with images and stores without a workspace.</summary>
public static class Tools
{
    public static IDiskImages DiskImages { get; } = new DiskImages();

    /// <summary>Instance types that an Aws site chooses from where none is set.</summary>
    public static IReadOnlyList<InstanceTypeFacts> InstanceTypes { get; } =
        [.. InstanceTypeTable.All.Select(type => new InstanceTypeFacts(type.Name, type.Architecture, type.Processors, type.MemoryBytes))];

    /// <summary>Reads everything in a store and reports each damage; changes nothing and takes no lock.</summary>
    public static async Task<StoreVerification> VerifyStoreAsync(
        string directory, string? snapshotId, IProgress<long>? blocks, CancellationToken cancellationToken)
    {
        await using FileSnapshotStore store = await FileSnapshotStore.OpenAsync(directory, new StoreOptions { ReadOnly = true }, cancellationToken);
        VerificationReport report = await store.VerifyAsync(snapshotId, new Relay(blocks), cancellationToken);
        return new StoreVerification(
            store.Id, report.IsIntact, report.Snapshots, report.Manifests, report.Blocks, report.DamageCount, [.. report.Damages.Select(damage => damage.Message)]);
    }

    /// <summary>Opens a store for reading.</summary>
    public static async Task<IReplicaStorage> OpenStoreAsync(string directory, CancellationToken cancellationToken) =>
        await FileSnapshotStore.OpenAsync(directory, new StoreOptions { ReadOnly = true }, cancellationToken);

    /// <summary>Opens a store as its only writer, or as one of many readers.</summary>
    public static Task<IReplicaStorage> OpenStoreAsync(string directory, StoreAccess access, CancellationToken cancellationToken) =>
        new StoreOpener(TimeProvider.System, NullLoggerFactory.Instance).OpenAsync(directory, access, cancellationToken: cancellationToken);

    /// <summary>Machines in a folder, for a server that other sites have machines made and run by. Their disks are made of the server's own snapshots, so it has no store.</summary>
    /// <param name="folder">Made and marked as a site's when it is not there.</param>
    /// <param name="loggers">Told of machines that cannot be read.</param>
    /// <param name="hypervisor">"qemu" where it is installed, or "none".</param>
    /// <param name="networks">What names of networks mean (docs/local-site.md).</param>
    public static ISite OpenMachines(string folder, ILoggerFactory loggers, string hypervisor = "qemu", string networks = "")
    {
        var definition = new SiteDefinition
        {
            Id = Guid.NewGuid().ToString(),
            Name = folder,
            SiteKind = SiteKind.Local,
            Settings = new Dictionary<string, string>
            {
                [LocalSiteSettings.PathName] = folder,
                [LocalSiteSettings.StoreName] = LocalSiteSettings.NoStore,
                [LocalSiteSettings.HypervisorName] = hypervisor,
                [LocalSiteSettings.NetworksName] = networks,
            },
        };
        return LocalSite.Open(
            definition, DiskImages, (_, _) => throw new InvalidOperationException("The machines of a server have no store."), TimeProvider.System, loggers.CreateLogger<LocalSite>());
    }

    /// <summary>Lets guests of a folder of machines go on that a process which was killed has left standing still.</summary>
    public static Task LetGoAsync(string site, CancellationToken cancellationToken) => LocalSite.LetGoAsync(site, DiskImages, TimeProvider.System, cancellationToken);

    public static async Task<IReadOnlyList<RecoveryPoint>> ListPointsAsync(string directory, CancellationToken cancellationToken)
    {
        await using FileSnapshotStore store = await FileSnapshotStore.OpenAsync(directory, new StoreOptions { ReadOnly = true }, cancellationToken);
        var points = new List<RecoveryPoint>();
        await foreach (RecoveryPoint point in new RecoveryPointManifests(store).ListAsync(cancellationToken: cancellationToken)) points.Add(point);
        return points;
    }

    public static async Task<StoreUsage> MeasureStoreAsync(string directory, CancellationToken cancellationToken)
    {
        await using FileSnapshotStore store = await FileSnapshotStore.OpenAsync(directory, new StoreOptions { ReadOnly = true }, cancellationToken);
        StoreStatistics statistics = await store.StatisticsAsync(cancellationToken);
        return new StoreUsage(
            store.Id, statistics.LogicalBytes, statistics.AllocatedBytes, statistics.PendingSnapshots,
            [.. statistics.Snapshots.Select(snapshot => new SnapshotUsage(
                snapshot.SnapshotId, snapshot.LogicalBytes, snapshot.StoredBytes, snapshot.ExclusiveBytes, snapshot.IndexBytes, snapshot.Blocks))],
            statistics.DamagedSnapshots);
    }

    private sealed class Relay(IProgress<long>? next) : IProgress<VerificationProgress>
    {
        public void Report(VerificationProgress value) => next?.Report(value.Blocks);
    }
}

/// <summary>What a verification of a store found. Counts of snapshots, manifests and 512 KiB blocks.</summary>
public sealed record StoreVerification(
    string StoreId, bool Intact, long Snapshots, long Manifests, long Blocks, long DamageCount, IReadOnlyList<string> Damages);

/// <summary>Measured sizes of a store, in bytes.</summary>
public sealed record StoreUsage(
    string StoreId, long LogicalBytes, long AllocatedBytes, int PendingSnapshots, IReadOnlyList<SnapshotUsage> Snapshots, IReadOnlyList<string> DamagedSnapshots);

/// <param name="SnapshotId">Which one.</param>
/// <param name="LogicalBytes">Length of the disk.</param>
/// <param name="StoredBytes">Data it refers to, shared or not.</param>
/// <param name="ExclusiveBytes">What its deletion alone would give back.</param>
/// <param name="IndexBytes">Index it refers to, shared or not.</param>
/// <param name="Blocks">Blocks that are not zeros.</param>
public sealed record SnapshotUsage(string SnapshotId, long LogicalBytes, long StoredBytes, long ExclusiveBytes, long IndexBytes, long Blocks);
