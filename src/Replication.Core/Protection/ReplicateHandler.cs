using Microsoft.Extensions.Logging;
using Replication.Core.Capture;
using Replication.Core.Errors;
using Replication.Core.Failover;
using Replication.Core.Groups;
using Replication.Core.Health;
using Replication.Core.Jobs;
using Replication.Core.RecoveryPoints;
using Replication.Core.Sites;
using Replication.Core.States;

namespace Replication.Core.Protection;

/// <summary>
/// Replicate (initial or delta) and Resynchronize: capture all machines of the job at one instant, transfer, commit
/// one recovery point each and, when it was a whole group, the group's common point. One machine that fails does not
/// keep the others from their points (HVR-54); the job then ends failed and names each.
/// </summary>
public sealed class ReplicateHandler(EngineServices services, ReplicationVerb verb) : IJobHandler
{
    private readonly PointWriter _writer = new(services);
    private readonly Retention _retention = new(services);
    private readonly StandbyKeeper _standby = new(services);
    private readonly MachineCaptures _captures = new(services);
    private readonly ILogger _log = services.Loggers.CreateLogger<ReplicateHandler>();

    public string Verb => verb.ToString();

    public async Task<JobPlan> PlanAsync(JobRequest request, CancellationToken cancellationToken)
    {
        var parameters = JobParameters.Parse<ReplicateParameters>(request.Parameters);
        var steps = new List<JobPlanStep>();
        var warnings = new List<string>();
        int possible = 0;
        long storage = 0;
        foreach (string vmId in request.VmIds)
        {
            ReplicatedVM vm = await services.Inventory.VmAsync(vmId, cancellationToken);
            try
            {
                StateMachine.Require($"VM {vm.Name}", vm.ReplicationState, verb);
                bool verifiesBase = verb == ReplicationVerb.Resynchronize;
                storage += await ReplicatePlan.DescribeAsync(
                    services, vm, parameters.Seeds.GetValueOrDefault(vmId), verifiesBase, steps, warnings, cancellationToken);
                if (await _captures.WantedAsync(vm, parameters.Applications, cancellationToken) != ApplicationConsistency.Off)
                    warnings.Add($"The guest of {vm.Name} is asked to freeze its file systems for the instant: whatever writes there waits meanwhile.");
                possible++;
            }
            catch (ReplicationException error) when (vmId != request.VmIds[^1] || possible > 0)
            {
                // The others are replicated all the same (HVR-54); only when none can be there is no plan.
                warnings.Add($"{error.ErrorId}: {error.Message}");
            }
        }

        return new JobPlan($"{verb} {request.TargetName}: {request.VmIds.Count} VM(s)", steps, warnings) { EstimatedStorage = storage };
    }

    public async Task<object?> RunAsync(JobContext job, CancellationToken cancellationToken)
    {
        var parameters = job.Parameters<ReplicateParameters>();
        var runs = new List<MachineRun>();
        TimeSpan? skew = null;
        try
        {
            ReplicateIds ids = await ChooseIdsAsync(job, cancellationToken);
            foreach (string vmId in job.Job.VmIds) runs.Add(await PrepareAsync(job, vmId, ids, parameters, cancellationToken));
            // All machines are captured before the first byte is read, at one instant wherever the sites can do that.
            foreach (MachineRun run in runs) await GuardAsync(run, () => RequestCaptureAsync(job, run, parameters, cancellationToken));
            await _captures.TakeTogetherAsync(runs, cancellationToken);
            foreach (MachineRun run in runs) await GuardAsync(run, () => _captures.TakeAsync(run, cancellationToken));
            foreach (MachineRun run in runs) await GuardAsync(run, () => TransferAsync(job, run, cancellationToken));
            foreach (MachineRun run in runs) await GuardAsync(run, () => CommitAsync(job, run, cancellationToken));
            if (runs.Count > 1 && runs.All(run => run.Error is null)) skew = await GroupPoints.CommitAsync(job, runs, ids.GroupPointId, cancellationToken);
            foreach (MachineRun run in runs) await GuardAsync(run, () => FinishAsync(job, run, cancellationToken));
        }
        finally
        {
            foreach (MachineRun run in runs)
            {
                if (run.Image is not null) await run.Image.DisposeAsync();
                await _writer.ReleaseAsync(run.Vm.Id);
            }
        }

        var result = new ReplicateResult([.. runs.Select(run => run.ToResult())], runs.Count > 1 ? runs[0].Request?.GroupPointId : null, skew);
        ReplicationException[] errors = [.. runs.Select(run => run.Error).OfType<ReplicationException>()];
        if (errors.Length == 1 && runs.Count == 1) throw errors[0];
        if (errors.Length > 0)
        {
            throw new ReplicationException(
                errors[0].ErrorId, job.Job.TargetName,
                $"{errors.Length} of {runs.Count} VMs were not replicated: {string.Join(" | ", errors.Select(error => error.Message))}");
        }

        return result;
    }

    public async Task AbandonAsync(JobContext job, CancellationToken cancellationToken)
    {
        foreach (string vmId in job.Job.VmIds)
        {
            ReplicatedVM vm = await services.Inventory.VmAsync(vmId, cancellationToken);
            ISite replica = await services.Inventory.SiteAsync(vm.ReplicaSiteId, cancellationToken);
            await PointWriter.RemoveLeftoversAsync(job.Job.Id, replica, cancellationToken);
        }
    }

    /// <summary>
    /// A group is captured at one instant. When some of its machines were transferred before an interruption or a
    /// failure and others were not, the transferred ones go into a new round with the rest: new points of them all,
    /// and a machine that fails again and again never keeps the others from new points.
    /// </summary>
    private static async Task<ReplicateIds> ChooseIdsAsync(JobContext job, CancellationToken cancellationToken)
    {
        ReplicateIds ids = await job.StepAsync("Prepare", _ => Task.FromResult(ReplicateIds.New(job.Job.VmIds)), cancellationToken);
        string[] again = [.. job.Job.VmIds.Where(vmId => job.Find<TransferredMachine>(PointWriter.TransferredStep(vmId)) is not null)];
        if (again.Length == 0 || again.Length == job.Job.VmIds.Count) return ids;
        // The new ids are durable first: under an old one a point may exist, which must not be taken for the new round's.
        ids = await job.RepeatAsync("Prepare", _ => Task.FromResult(ids.Renew(again)), cancellationToken);
        string[] ended = [.. again.Where(vmId => job.Find<ReplicatedVM>($"Record/{vmId}") is not null)];
        await job.ForgetAsync(
            name => name.Split('/') is [var step, var vmId, ..] && (step == "Begin" ? ended : again).Contains(vmId), cancellationToken);
        return ids;
    }

    private async Task<MachineRun> PrepareAsync(
        JobContext job, string vmId, ReplicateIds ids, ReplicateParameters parameters, CancellationToken cancellationToken)
    {
        ReplicatedVM vm = await services.Inventory.VmAsync(vmId, cancellationToken);
        var run = new MachineRun(vm);
        await GuardAsync(run, async () =>
        {
            var begun = await job.TransactAsync(
                $"Begin/{vmId}", async (transaction, token) =>
                {
                    ReplicatedVM before = vm;
                    ReplicatedVM after = await transaction.BeginVerbAsync(vmId, verb, token);
                    return new BegunVerb(before.ReplicationState, after.ReplicationState);
                },
                cancellationToken);
            run.Initial = begun.Before is ReplicationState.ReadyForInitialReplication or ReplicationState.WaitingForInitialReplication
                or ReplicationState.InitialReplicationInProgress;
            run.AfterFailback = begun.Before == ReplicationState.FailbackComplete;
            run.Request = new PointRequest
            {
                PointId = ids.PointIds[vmId],
                Vm = run.Vm,
                Group = await services.Inventory.GroupAsync(vm.GroupId, cancellationToken),
                ReplicaSite = await services.Inventory.SiteAsync(vm.ReplicaSiteId, cancellationToken),
                GroupPointId = job.Job.VmIds.Count > 1 ? ids.GroupPointId : null,
                VerifyBase = verb == ReplicationVerb.Resynchronize,
                Seed = parameters.Seeds.GetValueOrDefault(vmId),
            };
        });
        return run;
    }

    private async Task RequestCaptureAsync(JobContext job, MachineRun run, ReplicateParameters parameters, CancellationToken cancellationToken)
    {
        run.Transferred = job.Find<TransferredMachine>(PointWriter.TransferredStep(run.Vm.Id));
        if (run.Transferred is null) run.Capture = await _captures.RequestAsync(run.Vm, parameters.Applications, cancellationToken);
    }

    private async Task TransferAsync(JobContext job, MachineRun run, CancellationToken cancellationToken)
    {
        if (run.Transferred is not null) return;
        run.Transferred = await _writer.TransferAsync(job, run.Request!, run.Image!, cancellationToken);
        await run.Image!.DisposeAsync();
        run.Image = null;
    }

    private async Task CommitAsync(JobContext job, MachineRun run, CancellationToken cancellationToken) =>
        run.Point = await _writer.CompleteAsync(job, run.Request!, run.Transferred!, cancellationToken);

    private async Task FinishAsync(JobContext job, MachineRun run, CancellationToken cancellationToken)
    {
        RecoveryPoint point = run.Point!;
        await job.TransactAsync(
            $"Record/{run.Vm.Id}",
            async (transaction, token) =>
            {
                await transaction.RecordPointAsync(point, token);
                return await transaction.EndVerbAsync(
                    run.Vm.Id,
                    verb,
                    vm => vm with
                    {
                        Name = point.VmName,
                        LatestPointId = point.Id,
                        Statistics = Measured(vm, run, point),
                    },
                    token);
            },
            cancellationToken);

        if (run.AfterFailback && run.Vm.ReplicaMachineId is not null)
        {
            // The workload is home and protected again: the machine that it ran on meanwhile may go.
            await FormerReplica.RemoveAsync(services, run.Vm, cancellationToken);
            await services.Catalog.TransactAsync(
                (transaction, token) => transaction.ChangeVmAsync(run.Vm.Id, vm => vm with { ReplicaMachineId = null, FailedOverPointId = null, FailoverKind = FailoverKind.None }, token),
                cancellationToken);
        }

        await PointWriter.TidyAsync(job, run.Request!, cancellationToken);
        await SourceCheck.ReleaseAsync(services, run.Vm, point, cancellationToken);
        await _standby.RenewAsync(job, run.Vm.Id, point, cancellationToken);
        await _retention.ApplyAsync(run.Vm.Id, cancellationToken);
    }

    private ReplicationStatistics Measured(ReplicatedVM vm, MachineRun run, RecoveryPoint point)
    {
        ReplicationStatistics measured = vm.Statistics.WithSuccess(
            services.Time.GetUtcNow(), point.BytesSent, point.AcceptedTime - point.SourceTime, run.Initial, point.WireBytes);
        return run.Transferred!.Facts.Warning is null ? measured : measured.WithoutApplications();
    }

    private async Task GuardAsync(MachineRun run, Func<Task> work)
    {
        if (run.Error is not null) return;
        try
        {
            await work();
        }
        catch (Exception caught) when (caught is ReplicationException or IOException or UnauthorizedAccessException)
        {
            ReplicationException error = caught as ReplicationException
                ?? new ReplicationException(ErrorIds.InputOutputFailed, $"VM {run.Vm.Name}", caught.Message, inner: caught);
            run.Error = error;
            _log.LogWarning("{Vm}: {Error}", run.Vm.Name, error.Message);
            await services.Catalog.TransactAsync(
                (transaction, token) => transaction.ChangeVmAsync(
                    run.Vm.Id, vm => vm with { Statistics = vm.Statistics.WithFailure(services.Time.GetUtcNow(), error.ErrorId, ReplicationErrorKinds.Of(error)) }, token),
                CancellationToken.None);
        }
    }
}

/// <summary>State of a VM before its verb began and while it runs.</summary>
internal sealed record BegunVerb(ReplicationState Before, ReplicationState During);
