using System.Text.Json;
using Replication.Completion;
using Replication.Core.Errors;
using Replication.Core.Jobs;
using Replication.Core.RecoveryPoints;
using Replication.Core.Serialization;
using Replication.Core.Service;
using Replication.Objects;
using Replication.Pipeline;

namespace Replication.Commands.Points;

/// <summary>Answers whether recovery points are whole: reads every block again at the destination and compares.</summary>
[Cmdlet(VerbsDiagnostic.Test, "RecoveryPoint", DefaultParameterSetName = VMSet)]
[OutputType(typeof(RecoveryPointTest), typeof(ReplicationJob))]
public sealed class TestRecoveryPointCommand : VMCommand
{
    /// <summary>What says that a point is damaged; anything else kept the question from being answered.</summary>
    private static readonly string[] Damage = [ErrorIds.CorruptBlock, ErrorIds.CorruptIndex, ErrorIds.VerificationFailed, ErrorIds.SnapshotNotFound, "CorruptManifest"];

    [Parameter(ParameterSetName = VMSet, ValueFromPipelineByPropertyName = true)]
    [Alias("RecoveryPointId")]
    [ArgumentCompleter(typeof(RecoveryPointCompleter))]
    [ValidateNotNullOrEmpty]
    public string? RecoveryPoint { get; set; }

    [Parameter]
    public SwitchParameter AsJob { get; set; }

    protected override bool Detaches => AsJob;

    protected override async Task ProcessAsync()
    {
        ReplicationService service = await ServiceAsync();
        foreach (EngineVM vm in await SelectVMsAsync()) await AttemptAsync(vm.Id, () => TestAsync(service, vm));
    }

    private async Task TestAsync(ReplicationService service, EngineVM vm)
    {
        JobRequest request = service.Verbs.VerifyPoint(vm, RecoveryPoint);
        if (AsJob)
        {
            await RunAgreedAsync(request, vm.Id, write: true);
            return;
        }

        EngineJob job;
        using (var progress = new ProgressRelay(PostToPipeline, this, $"Test {vm.Name}"))
        {
            job = await service.RunAsync(request, progress, StopToken);
        }

        if (job is { JobState: JobState.Succeeded, Result: { } result })
        {
            var read = JsonSerializer.Deserialize<VerifyPointResult>(result, ReplicationJson.Compact)!;
            await WriteAsync(new RecoveryPointTest { VMId = vm.Id, VMName = vm.Name, RecoveryPointId = read.PointId, Intact = true, BytesRead = read.BytesRead });
            return;
        }

        if (job.Error is not { } error || !Damage.Contains(error.ErrorId)) throw JobOutcome.Failure(job);
        await WriteAsync(new RecoveryPointTest
        {
            VMId = vm.Id,
            VMName = vm.Name,
            RecoveryPointId = RecoveryPoint ?? vm.LatestPointId,
            Intact = false,
            ErrorId = error.ErrorId,
            Reason = error.Message,
        });
    }
}
