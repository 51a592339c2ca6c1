using System.Text.Json;
using Replication.Completion;
using Replication.Core.Boot;
using Replication.Core.Errors;
using Replication.Core.Jobs;
using Replication.Core.RecoveryPoints;
using Replication.Core.Serialization;
using Replication.Core.Service;
using Replication.Objects;
using Replication.Pipeline;

namespace Replication.Commands.Points;

/// <summary>Answers whether recovery points are whole: reads every block again at the destination and compares, or boots a machine made of it.</summary>
[Cmdlet(VerbsDiagnostic.Test, "RecoveryPoint", DefaultParameterSetName = VMSet)]
[OutputType(typeof(RecoveryPointTest), typeof(ReplicationJob))]
public sealed class TestRecoveryPointCommand : VMCommand
{
    /// <summary>What says that a point is damaged; anything else kept the question from being answered.</summary>
    private static readonly string[] Damage = [ErrorIds.CorruptBlock, ErrorIds.CorruptIndex, ErrorIds.VerificationFailed, ErrorIds.SnapshotNotFound, "CorruptManifest"];

    private const string NotBooted = "BootCheckFailed";

    [Parameter(ParameterSetName = VMSet, ValueFromPipelineByPropertyName = true)]
    [Alias("RecoveryPointId")]
    [ArgumentCompleter(typeof(RecoveryPointCompleter))]
    [ValidateNotNullOrEmpty]
    public string? RecoveryPoint { get; set; }

    [Parameter]
    public SwitchParameter Boot { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? ExpectConsole { get; set; }

    [Parameter]
    [ValidateRange(1, 65535)]
    public int? ExpectPort { get; set; }

    [Parameter]
    public SwitchParameter ExpectAgent { get; set; }

    /// <summary>Time from the start of the machine.</summary>
    [Parameter]
    public TimeSpan BootTimeout { get; set; } = TimeSpan.FromMinutes(5);

    [Parameter]
    public SwitchParameter AsJob { get; set; }

    protected override bool Detaches => AsJob;

    protected override async Task ProcessAsync()
    {
        ReplicationService service = await ServiceAsync();
        foreach (EngineVM vm in await SelectVMsAsync()) await AttemptAsync(vm.Id, () => TestAsync(service, vm));
    }

    private BootProbe Probe() => new() { ConsolePattern = ExpectConsole, TcpPort = ExpectPort, Agent = ExpectAgent, Limit = BootTimeout };

    /// <summary>The disks were read and compared with the point before the machine was started.</summary>
    private static RecoveryPointTest Answer(EngineVM vm, CheckBootResult seen) => new()
    {
        VMId = vm.Id,
        VMName = vm.Name,
        RecoveryPointId = seen.PointId,
        Intact = true,
        Booted = true,
        BootTime = seen.Check.Observation.BootTime,
        RecoveryTime = seen.Check.RecoveryTime,
        Screenshot = seen.Check.Observation.Screenshot,
    };

    private async Task TestAsync(ReplicationService service, EngineVM vm)
    {
        JobRequest request = Boot ? service.Verbs.CheckBoot(vm, RecoveryPoint, Probe()) : service.Verbs.VerifyPoint(vm, RecoveryPoint);
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
            if (Boot)
            {
                await WriteAsync(Answer(vm, JsonSerializer.Deserialize<CheckBootResult>(result, ReplicationJson.Compact)!));
                return;
            }

            var read = JsonSerializer.Deserialize<VerifyPointResult>(result, ReplicationJson.Compact)!;
            await WriteAsync(new RecoveryPointTest { VMId = vm.Id, VMName = vm.Name, RecoveryPointId = read.PointId, Intact = true, BytesRead = read.BytesRead });
            return;
        }

        if (job.Error is not { } error || (error.ErrorId != NotBooted && !Damage.Contains(error.ErrorId))) throw JobOutcome.Failure(job);
        await WriteAsync(new RecoveryPointTest
        {
            VMId = vm.Id,
            VMName = vm.Name,
            RecoveryPointId = RecoveryPoint ?? vm.LatestPointId,
            Intact = error.ErrorId == NotBooted,
            Booted = Boot ? false : null,
            ErrorId = error.ErrorId,
            Reason = error.Message,
        });
    }
}
