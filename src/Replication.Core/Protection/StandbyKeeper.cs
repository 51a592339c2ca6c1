using Microsoft.Extensions.Logging;
using Replication.Core.Failover;
using Replication.Core.Groups;
using Replication.Core.Jobs;
using Replication.Core.Machines;
using Replication.Core.RecoveryPoints;
using Replication.Core.Sites;

namespace Replication.Core.Protection;

/// <summary>
/// Keeps a stopped machine at the destination whose disks are those of the newest recovery point, where the group asks
/// for it: every incremental renews the disks of the machine that is there (AWS-13), a full replication (AWS-14) or
/// another primary interface at the source (AWS-15) makes a new one.
/// </summary>
internal sealed class StandbyKeeper(EngineServices services)
{
    private readonly ILogger _log = services.Loggers.CreateLogger<StandbyKeeper>();

    /// <summary>Its own, so that the name of the VM is free for a replica, also for whoever recovers without this catalog.</summary>
    public static string StandbyName(string vmName) => $"{vmName} - Standby";

    public async Task RenewAsync(JobContext job, string vmId, RecoveryPoint point, CancellationToken cancellationToken)
    {
        ReplicatedVM vm = await services.Inventory.VmAsync(vmId, cancellationToken);
        ReplicationGroup group = await services.Inventory.GroupAsync(vm.GroupId, cancellationToken);
        ISite site = await services.Inventory.SiteAsync(vm.ReplicaSiteId, cancellationToken);
        if (!group.KeepStandby || !site.Abilities.KeepsStandbyMachines) return;

        string nic = PrimaryNicOf(point.Machine);
        StandbyChoice choice = await job.StepAsync($"ChooseStandby/{vmId}", token => ChooseAsync(vm, site, point, nic, token), cancellationToken);
        if (choice.Reason is { } reason) _log.LogInformation("{Vm}: new destination machine {Machine}: {Reason}", vm.Name, choice.MachineId, reason);
        await ReplicaBuilder.BuildAsync(
            job, point, site,
            new ReplicaRequest(choice.MachineId, StandbyName(vm.Name), MachineRole.Standby, Start: false, vm.LaunchIn(group), group.Transfer?.AccessNodeId),
            cancellationToken);
        await job.TransactAsync(
            $"RecordStandby/{point.Id}",
            (transaction, token) => transaction.ChangeVmAsync(vmId, present => present with { StandbyMachineId = choice.MachineId, StandbyPrimaryNic = nic }, token),
            cancellationToken);
        if (choice.Former is { } former && former != choice.MachineId)
            await job.StepAsync($"DeleteStandby/{former}", token => site.DeleteMachineAsync(former, token), cancellationToken);
    }

    /// <summary>The interface at index 0, by id and MAC (requirements, X13).</summary>
    private static string PrimaryNicOf(Machine machine) => machine.Nics.Count == 0 ? "" : $"{machine.Nics[0].Id} {machine.Nics[0].MacAddress}";

    private static async Task<StandbyChoice> ChooseAsync(ReplicatedVM vm, ISite site, RecoveryPoint point, string nic, CancellationToken cancellationToken)
    {
        string? reason = vm.StandbyMachineId is not { } present ? "there is none yet"
            : await site.FindMachineAsync(present, cancellationToken) is null ? $"{present} is gone"
            : point.Disks.All(disk => disk.ParentSnapshotId is null) ? "the replication was a full one"
            : vm.StandbyPrimaryNic != nic ? $"primary interface changed from {vm.StandbyPrimaryNic} to {nic}"
            : null;
        return reason is null ? new StandbyChoice(vm.StandbyMachineId!, null, null) : new StandbyChoice(MachineIdChoice.New().MachineId, vm.StandbyMachineId, reason);
    }
}

/// <param name="MachineId">Machine whose disks are renewed, or that is made.</param>
/// <param name="Former">Machine that it replaces.</param>
/// <param name="Reason">Why a new one is made; null when the present one is renewed.</param>
internal sealed record StandbyChoice(string MachineId, string? Former, string? Reason);
