using System.Text.RegularExpressions;
using Replication.Core.Errors;
using Replication.Core.Evidence;
using Replication.Core.Failover;
using Replication.Core.Groups;
using Replication.Core.Jobs;
using Replication.Core.Machines;
using Replication.Core.RecoveryPoints;
using Replication.Core.Sites;

namespace Replication.Core.Boot;

/// <summary>
/// Proves a recovery point by booting it: makes a test machine of it, starts it without any network, waits for a probe, and removes it. What was
/// seen is kept with the point, whether it booted or not. It is a machine of its own beside that of a test failover.
/// </summary>
public sealed class CheckBootHandler(EngineServices services) : IJobHandler
{
    public const string VerbName = "CheckBoot";

    private static readonly TimeSpan PatternLimit = TimeSpan.FromSeconds(1);

    public string Verb => VerbName;

    public bool ReplacesOthers => false;

    public async Task<JobPlan> PlanAsync(JobRequest request, CancellationToken cancellationToken)
    {
        var parameters = JobParameters.Parse<CheckBootParameters>(request.Parameters);
        (ReplicatedVM vm, ISite site, _, RecoveryPoint point) = await ResolveAsync(request.VmIds[0], parameters, null, cancellationToken);
        return new JobPlan(
            $"Boot point {point.Id} of {vm.Name}",
            [
                new JobPlanStep("CreateMachine", $"Make '{NameOf(vm)}' with {point.Disks.Count} disk(s) at site {site.Definition.Name}."),
                ReplicaBuilder.DescribeProof(site),
                new JobPlanStep(
                    "Boot", $"Start it without any network and wait {parameters.Probe.Limit.TotalSeconds:0} s at most for {Describe(parameters.Probe)}."),
                new JobPlanStep("DeleteMachine", "Delete it and its disks; what was seen is kept with the point."),
            ],
            []);
    }

    public async Task<object?> RunAsync(JobContext job, CancellationToken cancellationToken)
    {
        var parameters = job.Parameters<CheckBootParameters>();
        // Of the job and not of this attempt: an interruption is part of the time that a recovery takes.
        DateTimeOffset begun = job.Job.SubmittedAt;
        MachineIdChoice chosen = await job.StepAsync("ChooseId", _ => Task.FromResult(MachineIdChoice.New()), cancellationToken);
        (ReplicatedVM vm, ISite site, IBootObserver observer, RecoveryPoint point) = await ResolveAsync(
            job.Job.VmIds[0], parameters, chosen.MachineId, cancellationToken);
        point = await job.StepAsync("ChoosePoint", _ => Task.FromResult(point), cancellationToken);
        var request = new ReplicaRequest(chosen.MachineId, NameOf(vm), MachineRole.TestReplica, Start: false, new LaunchSettings(), AccessNodeId: null);
        await ReplicaBuilder.BuildAsync(job, point, site, request, cancellationToken);
        BootCheck check = await job.StepAsync(
            "Boot",
            async token =>
            {
                BootObservation seen = await observer.ObserveBootAsync(chosen.MachineId, parameters.Probe, vm.Id, point.Id, token);
                DateTimeOffset now = services.Time.GetUtcNow();
                return new BootCheck(now, parameters.Probe, seen, now - begun);
            },
            cancellationToken);
        await job.StepAsync("DeleteMachine", token => site.DeleteMachineAsync(chosen.MachineId, token), cancellationToken);
        RecoveryPointManifests manifests = await services.Inventory.ManifestsAsync(site, cancellationToken);
        RecoveryPoint marked = await job.StepAsync(
            "Mark", token => manifests.UpdateAsync(point, present => present with { BootCheck = check }, token), cancellationToken);
        await PointRows.FollowAsync(services.Catalog, marked, cancellationToken);
        await job.ProveAsync(services, "Evidence", site, EvidenceFacts.BootChecked(point, job.Job.Id, check), cancellationToken);
        observer.RemoveScreenshots(vm.Id, [.. (await services.Inventory.PointsAsync(site, vm, cancellationToken)).Select(present => present.Id)]);
        if (check.Observation.Passed) return new CheckBootResult(point.Id, check);
        throw new ReplicationException(
            "BootCheckFailed", $"Recovery point {point.Id} of {vm.Name}", check.Observation.Failure!,
            $"{Describe(parameters.Probe)} within {parameters.Probe.Limit.TotalSeconds:0} s.",
            check.Observation.Screenshot is { } picture ? $"{picture} shows its screen." : null);
    }

    public async Task AbandonAsync(JobContext job, CancellationToken cancellationToken)
    {
        if (job.Find<MachineIdChoice>("ChooseId") is not { } chosen) return;
        ReplicatedVM vm = await services.Inventory.VmAsync(job.Job.VmIds[0], cancellationToken);
        await (await services.Inventory.SiteAsync(vm.ReplicaSiteId, cancellationToken)).DeleteMachineAsync(chosen.MachineId, cancellationToken);
    }

    private static string NameOf(ReplicatedVM vm) => $"{vm.Name} - Boot check";

    private static string Describe(BootProbe probe) => string.Join(" and ", new[]
    {
        probe.ConsolePattern is { } pattern ? $"the text '{pattern}' on its console" : null,
        probe.TcpPort is { } port ? $"TCP port {port}" : null,
        probe.Agent ? "its guest agent" : null,
    }.OfType<string>());

    private async Task<(ReplicatedVM Vm, ISite Site, IBootObserver Observer, RecoveryPoint Point)> ResolveAsync(
        string vmId, CheckBootParameters parameters, string? ownMachineId, CancellationToken cancellationToken)
    {
        RequireValid(parameters.Probe);
        ReplicatedVM vm = await services.Inventory.VmAsync(vmId, cancellationToken);
        ISite site = await services.Inventory.SiteAsync(vm.ReplicaSiteId, cancellationToken);
        if (site is not IBootObserver observer)
            throw new ReplicationException(
                "BootCheckNotSupported", $"Site {site.Definition.Name}",
                $"At sites of kind {site.Definition.SiteKind} a machine cannot be watched while it boots.", "a Local site.");
        if (!site.Power.CanStart) throw new ReplicationException("CannotStart", $"Site {site.Definition.Name}", site.Power.Reason!);
        await ReplicaBuilder.RequireFreeNameAsync(site, NameOf(vm), ownMachineId, ErrorIds.TestVmNameInUse, cancellationToken);
        return (vm, site, observer, await services.Inventory.PointOrLatestAsync(site, vm, parameters.PointId, cancellationToken));
    }

    private static void RequireValid(BootProbe probe)
    {
        if (probe.ConsolePattern is null && probe.TcpPort is null && !probe.Agent)
            throw new ReplicationException(
                "BootProbeInvalid", "Boot check", "It is not said what shows that the machine has booted.",
                "a text on the console, a TCP port, or the guest agent.");
        if (probe.TcpPort is < 1 or > ushort.MaxValue) throw new ReplicationException(
            "BootProbeInvalid", "Boot check", $"{probe.TcpPort} is no TCP port.", "1 to 65535.");
        if (probe.Limit <= TimeSpan.Zero) throw new ReplicationException("BootProbeInvalid", "Boot check", "It waits for no time.", "a time limit.");
        try
        {
            if (probe.ConsolePattern is { } pattern) _ = new Regex(pattern, RegexOptions.None, PatternLimit);
        }
        catch (ArgumentException error)
        {
            throw new ReplicationException(
                "BootProbeInvalid", "Boot check", $"'{probe.ConsolePattern}' is no regular expression: {error.Message}", inner: error);
        }
    }
}
