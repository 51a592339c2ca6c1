using System.Text.Json;
using Replication.Core.Disks;
using Replication.Core.Errors;
using Replication.Core.Failover;
using Replication.Core.Groups;
using Replication.Core.Jobs;
using Replication.Core.Machines;
using Replication.Core.Media;
using Replication.Core.Policies;
using Replication.Core.Protection;
using Replication.Core.RecoveryPoints;
using Replication.Core.Serialization;
using Replication.Core.Service;
using Replication.Core.Sites;
using Replication.Core.Snapshots;
using Replication.Core.Transfer;
using Replication.Runtime;

namespace Replication.Agent.Drill;

/// <summary>
/// The whole life of a protected VM between two sites. Before every replication the drill records a hash of the disks;
/// afterwards it reads every recovery point and every machine again and compares.
/// </summary>
/// <param name="folder">For images, workspaces and media.</param>
/// <param name="home">Where the VM belongs.</param>
/// <param name="away">Where it is replicated to.</param>
/// <param name="userDisks">Images to take copies of; none for a disk of the drill's own.</param>
/// <param name="progress">Takes what runs.</param>
/// <param name="done">Takes each step that ended.</param>
internal sealed class DrillRun(
    string folder, DrillPlace home, DrillPlace away, IReadOnlyList<string> userDisks, IProgress<TransferProgress> progress, Action<DrillStep> done)
{
    private const string MachineName = "drill";
    private const int Deltas = 3;
    private const double ChangedFraction = 0.03;

    private readonly List<DrillStep> _steps = [];

    /// <summary>Hashes of the machine's disks at each recovery point, in the order of the points.</summary>
    private readonly List<(string PointId, IReadOnlyDictionary<string, string> Hashes)> _recorded = [];

    private string Media => Path.Combine(folder, "media");

    public async Task<DrillReport> RunAsync(CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        IReadOnlyList<string> images = userDisks.Count > 0 ? await CopyUserDisksAsync(cancellationToken) : await MakeDiskAsync(cancellationToken);
        await using (Workspace workspace = await Workspace.OpenAsync(new WorkspaceOptions { Folder = Path.Combine(folder, "workspace") }, cancellationToken))
        {
            await RunLifeAsync(workspace.Service, images, cancellationToken);
            await RunMediaAsync(workspace.Service, images, cancellationToken);
        }

        await RecoverWithoutPrimaryAsync(cancellationToken);
        return new DrillReport(_steps.TrueForAll(step => step.Verified), _steps);
    }

    private async Task RunLifeAsync(ReplicationService service, IReadOnlyList<string> images, CancellationToken cancellationToken)
    {
        SiteDefinition hq = await home.AddAsync(service, cancellationToken);
        SiteDefinition dr = await away.AddAsync(service, cancellationToken);
        // Every replication is kept: the drill goes back to points that an hourly policy would already have given up.
        var policy = new ReplicationPolicy { Id = Guid.NewGuid().ToString(), Name = "drill", RecoveryPointInterval = TimeSpan.Zero };
        ReplicationGroup group = await service.Groups.NewAsync("drill", hq, dr, policy, cancellationToken);
        if (await away.MakeTestNetworkAsync(cancellationToken) is { } tests) await service.Groups.SetAsync(group, present => present with { TestLaunch = tests }, cancellationToken);
        Machine machine = await home.ImportAsync(service, MachineName, images, cancellationToken);
        ReplicatedVM vm = await service.Groups.AddVmAsync(group, machine.Id, cancellationToken: cancellationToken);

        await ReplicateAsync(service, group, vm, "Initial replication", cancellationToken);
        for (int delta = 1; delta <= Deltas; delta++)
        {
            await ScribbleAsync(service, home, delta, cancellationToken);
            await ReplicateAsync(service, group, vm, $"Delta {delta}", cancellationToken);
        }

        await MachineStepAsync(service, "Test failover", service.Verbs.StartTestFailover(vm, null, noStart: true), $"{MachineName} - Test", _recorded[^1].Hashes, cancellationToken);
        await SimpleStepAsync(service, "Test failover clean-up", service.Verbs.StopTestFailover(vm), cancellationToken);
        await MachineStepAsync(
            service, "Unplanned failover to an older point", service.Verbs.Failover(vm, _recorded[1].PointId, noStart: true), MachineName, _recorded[1].Hashes, cancellationToken);
        await SimpleStepAsync(service, "Undo", service.Verbs.Undo(vm), cancellationToken);
        await CheckPointsAsync(service, "All recovery points read again", cancellationToken);

        await ScribbleAsync(service, home, 10, cancellationToken);
        await home.ShutDownAsync(service, MachineName, cancellationToken);
        var beforePlanned = await home.HashAsync(service, MachineName, cancellationToken);
        await MachineStepAsync(service, "Planned failover", service.Verbs.PlannedFailover(vm, noStart: true), MachineName, beforePlanned, cancellationToken);

        await ScribbleAsync(service, away, 11, cancellationToken);
        await ReverseAsync(service, vm, cancellationToken);
        await FailbackAsync(service, vm, cancellationToken);
        await SimpleStepAsync(service, "Complete the failback", service.Verbs.Complete(vm), cancellationToken);
        await ScribbleAsync(service, home, 14, cancellationToken);
        await ReplicateAsync(service, group, vm, "Delta after the failback", cancellationToken);
    }

    private async Task ReverseAsync(ReplicationService service, ReplicatedVM vm, CancellationToken cancellationToken)
    {
        var running = await away.HashAsync(service, MachineName, cancellationToken);
        (ReplicationJob job, double seconds) = await RunAsync(service, service.Verbs.Reverse(vm), cancellationToken);
        ReplicatedMachineResult result = Parse<ReplicateResult>(job).Machines[0];
        DrillSite.RequireEqual("Reverse", running, await HashNewestPointAsync(service, vm, cancellationToken));
        Add("Reverse", result.BytesRead, result.BytesSent, seconds);
    }

    /// <summary>Both sides change first: the machine that runs, and the disks at home that nobody should have touched.</summary>
    private async Task FailbackAsync(ReplicationService service, ReplicatedVM vm, CancellationToken cancellationToken)
    {
        await ScribbleAsync(service, away, 12, cancellationToken);
        await ScribbleAsync(service, home, 13, cancellationToken);
        await away.ShutDownAsync(service, MachineName, cancellationToken);
        var running = await away.HashAsync(service, MachineName, cancellationToken);
        (ReplicationJob job, double seconds) = await RunAsync(service, service.Verbs.Failback(vm), cancellationToken);
        FailbackResult result = Parse<FailbackResult>(job);
        DrillSite.RequireEqual("Failback", running, await home.HashAsync(service, MachineName, cancellationToken));
        Add("Failback", result.BytesRead, result.BytesSent, seconds);
    }

    private async Task RunMediaAsync(ReplicationService service, IReadOnlyList<string> images, CancellationToken cancellationToken)
    {
        ReplicationGroup group = await service.Groups.GetAsync("drill", cancellationToken);
        Machine machine = await home.ImportAsync(service, $"{MachineName}-media", images, cancellationToken);
        ReplicatedVM vm = await service.Groups.AddVmAsync(group, machine.Id, cancellationToken: cancellationToken);
        var recorded = await home.HashAsync(machine, cancellationToken);

        (ReplicationJob export, double exportSeconds) = await RunAsync(service, service.Verbs.ExportInitial(vm, Media), cancellationToken);
        MediaResult exported = Parse<MediaResult>(export);
        await using (IReplicaStorage media = await OpenStoreAsync(exported.Folder, cancellationToken))
        {
            await foreach (RecoveryPoint point in new RecoveryPointManifests(media).ListAsync(cancellationToken: cancellationToken))
                DrillSite.RequireEqual("External media", recorded, await DrillSite.HashPointAsync(media, point, cancellationToken));
        }

        Add("Export to external media", exported.BytesRead, exported.BytesWritten, exportSeconds);
        (ReplicationJob import, double importSeconds) = await RunAsync(service, service.Verbs.ImportInitial(vm, Media), cancellationToken);
        MediaResult imported = Parse<MediaResult>(import);
        DrillSite.RequireEqual("Import from external media", recorded, await HashNewestPointAsync(service, vm, cancellationToken));
        Add("Import from external media", imported.BytesRead, imported.BytesWritten, importSeconds);
    }

    /// <summary>The disaster: the primary site, its store and the workspace are deleted; the destination's store is all there is.</summary>
    private async Task RecoverWithoutPrimaryAsync(CancellationToken cancellationToken)
    {
        await home.LoseAsync(cancellationToken);
        Directory.Delete(Path.Combine(folder, "workspace"), recursive: true);
        await using Workspace workspace = await Workspace.OpenAsync(new WorkspaceOptions { Folder = Path.Combine(folder, "workspace-2") }, cancellationToken);
        ReplicatedVM vm = await workspace.Service.Points.AdoptAsync(away.Kind, away.RecoverySettings, MachineName, cancellationToken);
        (ReplicationJob job, double seconds) = await RunAsync(workspace.Service, workspace.Service.Verbs.Failover(vm, null, noStart: true), cancellationToken);
        FailoverResult result = Parse<FailoverResult>(job);
        ISite site = await workspace.Service.Sites.OpenAsync(result.SiteName, cancellationToken);
        Machine machine = await DrillSite.MachineAsync(site, MachineName, cancellationToken);
        DrillSite.RequireEqual("Recovery without the primary", _recorded[^1].Hashes, await away.HashAsync(machine, cancellationToken));
        Add("Recovery without the primary", result.BytesWritten, 0, seconds);
    }

    private async Task ReplicateAsync(ReplicationService service, ReplicationGroup group, ReplicatedVM vm, string name, CancellationToken cancellationToken)
    {
        var hashes = await home.HashAsync(service, MachineName, cancellationToken);
        (ReplicationJob job, double seconds) = await RunAsync(service, service.Verbs.Replicate(group, [vm]), cancellationToken);
        ReplicatedMachineResult result = Parse<ReplicateResult>(job).Machines[0];
        _recorded.Add((result.PointId!, hashes));
        DrillSite.RequireEqual(name, hashes, await HashNewestPointAsync(service, vm, cancellationToken));
        Add(name, result.BytesRead, result.BytesSent, seconds);
    }

    private async Task MachineStepAsync(
        ReplicationService service, string name, JobRequest request, string machineName, IReadOnlyDictionary<string, string> recorded,
        CancellationToken cancellationToken)
    {
        (ReplicationJob job, double seconds) = await RunAsync(service, request, cancellationToken);
        FailoverResult result = Parse<FailoverResult>(job);
        DrillSite.RequireEqual(name, recorded, await away.HashAsync(service, machineName, cancellationToken));
        Add(name, result.BytesRead + result.BytesWritten, result.BytesSent, seconds);
    }

    /// <summary>A step that makes no disk: afterwards every recovery point must still be what it was.</summary>
    private async Task SimpleStepAsync(ReplicationService service, string name, JobRequest request, CancellationToken cancellationToken)
    {
        (_, double seconds) = await RunAsync(service, request, cancellationToken);
        Add(name, 0, 0, seconds);
    }

    private async Task CheckPointsAsync(ReplicationService service, string name, CancellationToken cancellationToken)
    {
        ReplicatedVM vm = await service.Groups.GetVmAsync(MachineName, cancellationToken: cancellationToken);
        IReadOnlyList<RecoveryPoint> points = await service.Points.ListAsync(vm, cancellationToken: cancellationToken);
        if (points.Count != _recorded.Count) throw new ReplicationException("DrillFailed", name, $"There are {points.Count} points.", $"{_recorded.Count}.");
        long started = TimeProvider.System.GetTimestamp();
        long read = 0;
        foreach (RecoveryPoint point in points)
        {
            var recorded = _recorded.Single(entry => entry.PointId == point.Id).Hashes;
            DrillSite.RequireEqual($"Recovery point {point.Id}", recorded, await HashPointAsync(service, vm, point, cancellationToken));
            read += point.Disks.Sum(disk => disk.Length);
        }

        Add(name, read, 0, TimeProvider.System.GetElapsedTime(started).TotalSeconds);
    }

    private async Task<(ReplicationJob Job, double Seconds)> RunAsync(ReplicationService service, JobRequest request, CancellationToken cancellationToken)
    {
        long started = TimeProvider.System.GetTimestamp();
        ReplicationJob job = await service.RunAsync(request, progress, cancellationToken);
        double seconds = TimeProvider.System.GetElapsedTime(started).TotalSeconds;
        if (job.JobState == JobState.Succeeded) return (job, seconds);
        throw new ReplicationException("DrillFailed", $"{request.Verb} {request.TargetName}", $"{job.Error?.ErrorId}: {job.Error?.Message}");
    }

    private void Add(string name, long bytesRead, long bytesSent, double seconds)
    {
        // A step that did not verify has thrown; the drill ends at the first difference.
        var step = new DrillStep(name, bytesRead, bytesSent, Math.Round(seconds, 3), Verified: true);
        _steps.Add(step);
        done(step);
    }

    private static Task ScribbleAsync(ReplicationService service, DrillPlace place, int seed, CancellationToken cancellationToken) =>
        place.ScribbleAsync(service, MachineName, seed, ChangedFraction, cancellationToken);

    private static async Task<IReadOnlyDictionary<string, string>> HashNewestPointAsync(ReplicationService service, ReplicatedVM vm, CancellationToken cancellationToken)
    {
        ReplicatedVM present = await service.Groups.GetVmAsync(vm.Id, cancellationToken: cancellationToken);
        return await HashPointAsync(service, present, (await service.Points.ListAsync(present, cancellationToken: cancellationToken))[^1], cancellationToken);
    }

    private static async Task<IReadOnlyDictionary<string, string>> HashPointAsync(
        ReplicationService service, ReplicatedVM vm, RecoveryPoint point, CancellationToken cancellationToken)
    {
        ISite site = await service.Sites.OpenAsync(vm.ReplicaSiteId, cancellationToken);
        return await DrillSite.HashPointAsync(await site.OpenStoreAsync(cancellationToken), point, cancellationToken);
    }

    private static Task<IReplicaStorage> OpenStoreAsync(string path, CancellationToken cancellationToken) => Tools.OpenStoreAsync(path, cancellationToken);

    private static T Parse<T>(ReplicationJob job) => JsonSerializer.Deserialize<T>(job.Result!, ReplicationJson.Compact)!;

    private async Task<IReadOnlyList<string>> MakeDiskAsync(CancellationToken cancellationToken)
    {
        string path = Path.Combine(folder, "drill-disk.raw");
        await DiskMaker.MakeAsync(path, seed: 20260101, cancellationToken);
        return [path];
    }

    /// <summary>Raw copies of the user's images: the drill has to change them as a running workload would.</summary>
    private async Task<IReadOnlyList<string>> CopyUserDisksAsync(CancellationToken cancellationToken)
    {
        var copies = new List<string>();
        foreach ((int position, string path) in userDisks.Index())
        {
            string copy = Path.Combine(folder, $"copy{position}.raw");
            await using IDiskView view = await Tools.DiskImages.OpenAsync(DiskPath.Full(path), cancellationToken: cancellationToken);
            await Tools.DiskImages.CreateAsync(copy, DiskFormat.Raw, view, cancellationToken: cancellationToken);
            copies.Add(copy);
        }

        return copies;
    }
}
