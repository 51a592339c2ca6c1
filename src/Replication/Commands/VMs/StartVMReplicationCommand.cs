using Replication.Core.Capture;
using Replication.Core.Errors;
using Replication.Core.Jobs;
using Replication.Core.RecoveryPoints;
using Replication.Core.Service;
using Replication.Objects;

namespace Replication.Commands.VMs;

/// <summary>
/// Replicates: the initial copy, or what has changed since. VMs of one group become one job, so that their points show one
/// instant; that is why piped VMs are collected first.
/// </summary>
[Cmdlet(VerbsLifecycle.Start, "VMReplication", SupportsShouldProcess = true, DefaultParameterSetName = VMSet)]
[OutputType(typeof(ReplicationJob), typeof(ReplicationPlan))]
public sealed class StartVMReplicationCommand : JobCommand
{
    private readonly List<EngineVM> _vms = [];

    [Parameter]
    public DateTimeOffset? StartTime { get; set; }

    [Parameter]
    public SwitchParameter ApplicationConsistent { get; set; }

    [Parameter(ParameterSetName = VMSet)]
    [ValidateNotNullOrEmpty]
    public string? SeedMachine { get; set; }

    [Parameter(ParameterSetName = VMSet)]
    [ValidateNotNull]
    public System.Collections.IDictionary? SeedPath { get; set; }

    protected override async Task ProcessAsync() => _vms.AddRange(await SelectVMsAsync());

    protected override async Task EndAsync()
    {
        ReplicationService service = await ServiceAsync();
        Dictionary<string, SeedSource> seeds = await SeedsAsync();
        foreach (var ofGroup in _vms.DistinctBy(vm => vm.Id).GroupBy(vm => vm.GroupId))
        {
            EngineVM[] vms = [.. ofGroup];
            await AttemptAsync(
                vms.Length == 1 ? vms[0].Id : ofGroup.Key,
                async () =>
                {
                    EngineGroup group = await service.Groups.GetAsync(ofGroup.Key, StopToken);
                    await RunJobAsync(service.Verbs.Replicate(group, vms, seeds, StartTime?.ToUniversalTime(), applications: ApplicationConsistent ? ApplicationConsistency.Required : null), vms[0]);
                });
        }
    }

    private async Task<Dictionary<string, SeedSource>> SeedsAsync()
    {
        if (SeedMachine is null && SeedPath is null) return [];
        if (_vms.Count != 1) throw new ReplicationException("SeedNeedsOneVm", "-SeedMachine, -SeedPath", $"{_vms.Count} VMs were named.", "exactly one VM.");
        var paths = new Dictionary<string, string>();
        foreach (object disk in SeedPath?.Keys ?? Array.Empty<object>()) paths.Add($"{disk}", await OnPipelineAsync(() => DiskFile($"{SeedPath![disk]}")));
        return new() { [_vms[0].Id] = new SeedSource { MachineId = SeedMachine, Paths = paths } };
    }
}
