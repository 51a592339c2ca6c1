using System.Text.Json;
using Replication.Core.Boot;
using Replication.Core.Failover;
using Replication.Core.Jobs;
using Replication.Core.RecoveryPoints;
using Replication.Core.Serialization;
using Replication.Core.Service;
using Replication.Core.States;

namespace Replication.Agent.Dashboard.Models;

/// <summary>Drills out of the jobs that did them: their results and journals are the evidence.</summary>
internal sealed class DrillReader(ReplicationService service)
{
    private static readonly string[] Verbs = [nameof(ReplicationVerb.StartTestFailover), CheckBootHandler.VerbName, VerifyPointHandler.VerbName];

    /// <summary>The newest drills first.</summary>
    /// <param name="limit">At most so many.</param>
    /// <param name="vmId">Of one VM; null for all.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<IReadOnlyList<DrillRecord>> ListAsync(int limit, string? vmId, CancellationToken cancellationToken)
    {
        var jobs = new List<ReplicationJob>();
        foreach (string verb in Verbs) jobs.AddRange(await service.Jobs.ListNewestAsync(limit, vmId, verb: verb, cancellationToken: cancellationToken));
        var drills = new List<DrillRecord>();
        foreach (ReplicationJob job in jobs.OrderByDescending(job => job.SubmittedAt).Take(limit)) drills.Add(await OfAsync(job, cancellationToken));
        return drills;
    }

    public async Task<DrillRecord> OfAsync(ReplicationJob job, CancellationToken cancellationToken)
    {
        switch (job.Verb)
        {
            case nameof(ReplicationVerb.StartTestFailover):
                FailoverResult? test = Parse<FailoverResult>(job.Result);
                return new DrillRecord(job, test?.PointId ?? Parse<TestFailoverParameters>(job.Parameters)?.PointId, null, test, null);
            case CheckBootHandler.VerbName:
                // A machine that did not boot has a failed job without a result; what was seen of it is in the journal.
                IReadOnlyList<JobStep> journal = await service.Jobs.JournalAsync(job.Id, cancellationToken);
                RecoveryPoint? point = Parse<RecoveryPoint>(journal.FirstOrDefault(step => step.Name == "ChoosePoint")?.Output);
                return new DrillRecord(job, point?.Id, Parse<BootCheck>(journal.FirstOrDefault(step => step.Name == "Boot")?.Output), null, null);
            default:
                VerifyPointResult? read = Parse<VerifyPointResult>(job.Result);
                return new DrillRecord(job, read?.PointId ?? Parse<VerifyPointParameters>(job.Parameters)?.PointId, null, null, read?.BytesRead);
        }
    }

    /// <summary>Null as well for what a newer version wrote: the job is shown without its evidence then.</summary>
    private static T? Parse<T>(string? json) where T : class
    {
        if (json is null) return null;
        try
        {
            return JsonSerializer.Deserialize<T>(json, ReplicationJson.Compact);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
