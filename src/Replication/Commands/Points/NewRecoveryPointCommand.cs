using System.Text.Json;
using Replication.Core.Capture;
using Replication.Core.Errors;
using Replication.Core.Protection;
using Replication.Core.Serialization;
using Replication.Core.Service;
using Replication.Sessions;

namespace Replication.Commands.Points;

/// <summary>Makes recovery points now, one instant for the VMs of a group, and writes them.</summary>
[Cmdlet(VerbsCommon.New, "RecoveryPoint", SupportsShouldProcess = true, DefaultParameterSetName = VMSet)]
[OutputType(typeof(RecoveryPoint), typeof(ReplicationJob))]
public sealed class NewRecoveryPointCommand : JobCommand
{
    private readonly List<EngineVM> _vms = [];

    [Parameter]
    public SwitchParameter ApplicationConsistent { get; set; }

    [Parameter]
    public SwitchParameter Pin { get; set; }

    protected override async Task ProcessAsync() => _vms.AddRange(await SelectVMsAsync());

    protected override async Task EndAsync()
    {
        if (Pin && AsJob)
        {
            throw new ReplicationException(
                "InvalidOptionCombination", "-Pin, -AsJob", "There is no point to pin before the job has ended.", "one of them.",
                "Leave out -AsJob: the command waits for the point and pins it.");
        }

        ReplicationService service = await ServiceAsync();
        foreach (var ofGroup in _vms.DistinctBy(vm => vm.Id).GroupBy(vm => vm.GroupId))
            await AttemptAsync(ofGroup.Key, () => MakeAsync(service, ofGroup.Key, [.. ofGroup]));
    }

    private async Task MakeAsync(ReplicationService service, string groupId, IReadOnlyList<EngineVM> vms)
    {
        EngineGroup group = await service.Groups.GetAsync(groupId, StopToken);
        if (await RunJobAsync(service.Verbs.Replicate(group, vms, applications: ApplicationConsistent ? ApplicationConsistency.Required : null), vms[0]) is not { Result: { } result }) return;
        NameBook names = await NameBook.ReadAsync(service, StopToken);
        foreach (ReplicatedMachineResult made in JsonSerializer.Deserialize<ReplicateResult>(result, ReplicationJson.Compact)!.Machines)
        {
            if (made.PointId is not { } pointId) continue;
            EngineVM vm = await service.Groups.GetVmAsync(made.VmId, cancellationToken: StopToken);
            EnginePoint point = Pin
                ? await service.Points.SetPinnedAsync(vm, pointId, pinned: true, StopToken)
                : (await service.Points.ListAsync(vm, [], StopToken)).Single(found => found.Id == pointId);
            await WriteAsync(new RecoveryPoint(point, names));
        }
    }
}
