using Replication.Core.Jobs;
using Replication.CrashHost;
using Replication.Drill.Tests.Support;

namespace Replication.Drill.Tests.Faults;

/// <summary>A verb that a fault made fail says why with a documented error; the fault being over, the same verb succeeds.</summary>
internal sealed class FaultyVerbs(DrillLab lab) : IVerbs
{
    private readonly List<string> _failed = [];

    /// <summary>Verbs that failed, with the ids of their errors.</summary>
    public IReadOnlyList<string> Failed => _failed;

    public async Task RunAsync(string verb, string? argument, CancellationToken cancellationToken)
    {
        ReplicationJob first = await TryAsync(verb, argument, cancellationToken);
        if (first.JobState == JobState.Succeeded) return;
        Assert.True(first.JobState == JobState.Failed && first.Error is not null, $"{verb} ended {first.JobState}.");
        DocumentedErrors.Require(verb, first.Error);
        _failed.Add($"{verb}: {first.Error.ErrorId}");
        ReplicationJob again = await TryAsync(verb, argument, cancellationToken);
        Assert.True(
            again.JobState == JobState.Succeeded,
            $"{verb} failed ({first.Error.ErrorId}: {first.Error.Message}) and did not succeed when repeated: {again.JobState} {again.Error?.ErrorId}: {again.Error?.Message}");
    }

    private async Task<ReplicationJob> TryAsync(string verb, string? argument, CancellationToken cancellationToken)
    {
        JobRequest request = await VerbRequests.MakeAsync(lab.Service, verb, Life.VmName, argument);
        lab.Faults.Open();
        try
        {
            return await lab.Service.RunAsync(request, cancellationToken: cancellationToken);
        }
        finally
        {
            lab.Faults.Close();
        }
    }
}
