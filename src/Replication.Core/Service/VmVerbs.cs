using Replication.Core.Boot;
using Replication.Core.Capture;
using Replication.Core.Disks;
using Replication.Core.Failover;
using Replication.Core.Groups;
using Replication.Core.Jobs;
using Replication.Core.Media;
using Replication.Core.Mounts;
using Replication.Core.Protection;
using Replication.Core.RecoveryPoints;
using Replication.Core.States;

namespace Replication.Core.Service;

/// <summary>Makes the requests for the verbs of replicated VMs.</summary>
public sealed class VmVerbs
{
    /// <summary>All VMs in one job: their points are one instant. Whether guests are asked to get ready is left to the policy where it is not said.</summary>
    public JobRequest Replicate(
        ReplicationGroup group, IReadOnlyList<ReplicatedVM> vms, IReadOnlyDictionary<string, SeedSource>? seeds = null, DateTimeOffset? notBefore = null,
        ApplicationConsistency? applications = null) => new(
        nameof(ReplicationVerb.Replicate), vms.Count == 1 ? vms[0].Id : group.Id, vms.Count == 1 ? vms[0].Name : group.Name, [.. vms.Select(vm => vm.Id)],
        JobParameters.Format(new ReplicateParameters { Seeds = seeds ?? new Dictionary<string, SeedSource>(), Applications = applications }))
        {
            NotBefore = notBefore,
        };

    public JobRequest Resynchronize(ReplicatedVM vm) => Of(vm, ReplicationVerb.Resynchronize, new ReplicateParameters());

    /// <summary>Of a resynchronisation that has not finished this is what puts it off.</summary>
    public JobRequest Suspend(ReplicatedVM vm) => Of(
        vm, vm.ReplicationState == ReplicationState.Resynchronizing ? ReplicationVerb.StopResynchronize : ReplicationVerb.Suspend, Nothing.Value);

    public JobRequest Resume(ReplicatedVM vm) => Of(vm, ReplicationVerb.Resume, Nothing.Value);

    public JobRequest StartTestFailover(ReplicatedVM vm, string? pointId, bool noStart, bool instant = false) =>
        Of(vm, ReplicationVerb.StartTestFailover, new TestFailoverParameters { PointId = pointId, NoStart = noStart, Instant = instant });

    public JobRequest StopTestFailover(ReplicatedVM vm) => Of(vm, ReplicationVerb.StopTestFailover, Nothing.Value);

    /// <summary>After a failover that is not completed this chooses another point.</summary>
    public JobRequest Failover(ReplicatedVM vm, string? pointId, bool noStart, bool instant = false) => Of(
        vm, vm.ReplicationState == ReplicationState.FailedOverWaitingCompletion ? ReplicationVerb.ChangePoint : ReplicationVerb.Failover,
        new FailoverParameters { PointId = pointId, NoStart = noStart, Instant = instant });

    public JobRequest PlannedFailover(ReplicatedVM vm, bool noStart, bool shutDownPrimary = false, bool instant = false) =>
        Of(vm, ReplicationVerb.PlannedFailover, new FailoverParameters { NoStart = noStart, ShutDownPrimary = shutDownPrimary, Instant = instant });

    public JobRequest Settle(ReplicatedVM vm) => Of(vm, SettleHandler.VerbName, Nothing.Value);

    public JobRequest Undo(ReplicatedVM vm) => Of(vm, ReplicationVerb.UndoFailover, Nothing.Value);

    public JobRequest Complete(ReplicatedVM vm) => Of(vm, ReplicationVerb.CompleteFailover, Nothing.Value);

    /// <param name="vm">The VM.</param>
    /// <param name="homeSiteId">Another site to replicate to than the former primary's, for example because that one is lost.</param>
    /// <param name="vm">The VM.</param>
    /// <param name="homeSiteId">Another home than the former primary's site.</param>
    /// <param name="inventory">Text of an inventory document; the verb refuses what it shows to be missing.</param>
    public JobRequest Reverse(ReplicatedVM vm, string? homeSiteId = null, string? inventory = null) =>
        Of(vm, ReplicationVerb.Reverse, new ReverseParameters { HomeSiteId = homeSiteId, Inventory = inventory });

    /// <param name="vm">The VM.</param>
    /// <param name="unplanned">The other site is lost: come home to a point that is there already.</param>
    /// <param name="pointId">With unplanned, which one; null for the newest.</param>
    /// <param name="inventory">Text of an inventory document; the verb refuses what it shows to be missing.</param>
    public JobRequest Failback(ReplicatedVM vm, bool unplanned = false, string? pointId = null, string? inventory = null) =>
        Of(vm, ReplicationVerb.Failback, new FailbackParameters { Unplanned = unplanned, PointId = pointId, Inventory = inventory });

    public JobRequest ExportInitial(ReplicatedVM vm, string path) => Of(vm, ReplicationVerb.ExportInitial, new MediaParameters(path));

    public JobRequest ImportInitial(ReplicatedVM vm, string path) => Of(vm, ReplicationVerb.ImportInitial, new MediaParameters(path));

    public JobRequest Remove(ReplicatedVM vm, bool deletePoints) => Of(vm, ReplicationVerb.Remove, new RemoveParameters { DeletePoints = deletePoints });

    public JobRequest VerifyPoint(ReplicatedVM vm, string? pointId) => Of(vm, VerifyPointHandler.VerbName, new VerifyPointParameters(pointId));

    public JobRequest CheckBoot(ReplicatedVM vm, string? pointId, BootProbe probe) => Of(vm, CheckBootHandler.VerbName, new CheckBootParameters(pointId, probe));

    public JobRequest PinPoint(ReplicatedVM vm, string pointId, bool pinned) => Of(vm, PinPointHandler.VerbName, new PinPointParameters(pointId, pinned));

    public JobRequest RemovePoint(ReplicatedVM vm, string pointId, bool includePinned) =>
        Of(vm, RemovePointHandler.VerbName, new RemovePointParameters(pointId, includePinned));

    public JobRequest ExportPoint(ReplicatedVM vm, string? pointId, string folder, DiskFormat format, string? diskId) =>
        Of(vm, ExportPointHandler.VerbName, new ExportPointParameters(pointId, folder, format, diskId));

    public JobRequest MountPoint(ReplicatedVM vm, string? pointId, bool writable, string? diskId = null, int? tcpPort = null) =>
        Of(vm, MountPointHandler.VerbName, new MountPointParameters(pointId, writable, diskId, tcpPort));

    public JobRequest DismountPoint(PointMount mount, bool discardChanges) => new(
        DismountPointHandler.VerbName, mount.VmId, mount.VmName, [mount.VmId], JobParameters.Format(new DismountPointParameters(mount.Id, discardChanges)));

    private static JobRequest Of<T>(ReplicatedVM vm, ReplicationVerb verb, T parameters) where T : class => Of(vm, verb.ToString(), parameters);

    private static JobRequest Of<T>(ReplicatedVM vm, string verb, T parameters) where T : class =>
        new(verb, vm.Id, vm.Name, [vm.Id], JobParameters.Format(parameters));

    private sealed record Nothing
    {
        public static Nothing Value { get; } = new();
    }
}
