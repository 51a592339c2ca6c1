using Replication.Agent.Server.Faults;
using Replication.Core.Jobs;
using Replication.CrashHost;
using Replication.Drill.Tests.Support;

namespace Replication.Drill.Tests.Faults;

/// <summary>
/// In every verb a service fails from some call on and stays so: the verb ends with one documented error and a job that
/// can be continued. Then the service comes back, and the same verb succeeds.
/// </summary>
internal sealed class OutageVerbs(DrillLab lab, FaultRule outage) : IVerbs
{
    private readonly List<string> _failed = [];

    public IReadOnlyList<string> Failed => _failed;

    public async Task RunAsync(string verb, string? argument, CancellationToken cancellationToken)
    {
        var plan = new FaultPlan([outage]);
        ReplicationJob job = await RunAsync(verb, argument, plan, cancellationToken);
        if (job.JobState != JobState.Succeeded)
        {
            Assert.True(job.JobState == JobState.Failed && job.Error is not null, $"{verb} ended {job.JobState}.");
            Assert.True(plan.Injected > 0, $"{verb} failed without an outage: {job.Error.ErrorId} {job.Error.Message}");
            DocumentedErrors.Require(verb, job.Error);
            Assert.True(job.CanContinue, $"{verb} cannot be continued after {job.Error.ErrorId}.");
            _failed.Add($"{verb}: {job.Error.ErrorId}");
            job = await RunAsync(verb, argument, new FaultPlan([]), cancellationToken);
        }

        Assert.True(job.JobState == JobState.Succeeded, $"{verb} after the outage: {job.JobState} {job.Error?.ErrorId} {job.Error?.Message}");
    }

    private async Task<ReplicationJob> RunAsync(string verb, string? argument, FaultPlan plan, CancellationToken cancellationToken)
    {
        JobRequest request = await VerbRequests.MakeAsync(lab.Service, verb, Life.VmName, argument);
        lab.Faults.Plan = plan;
        lab.Faults.Open();
        try
        {
            return await lab.Service.RunAsync(request, cancellationToken: cancellationToken);
        }
        finally
        {
            lab.Faults.Close();
            lab.Faults.Plan = new FaultPlan([]);
        }
    }
}
