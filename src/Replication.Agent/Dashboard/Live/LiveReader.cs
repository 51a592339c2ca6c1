using System.Globalization;
using System.Text;
using Replication.Agent.Dashboard.Models;
using Replication.Core.Jobs;
using Replication.Core.Mounts;
using Replication.Core.Service;

namespace Replication.Agent.Dashboard.Live;

/// <summary>Reads what is going on. One caller at a time.</summary>
internal sealed class LiveReader(ReplicationService service, EstateCache estate)
{
    /// <summary>Jobs that have ended within a second or two of one another.</summary>
    private const int NewestJobs = 20;

    private readonly Dictionary<string, JobPace> _paces = new(StringComparer.Ordinal);

    /// <returns>What tells two times apart, and the jobs that run.</returns>
    public async Task<(string Signature, IReadOnlyList<LiveJob> Jobs)> ReadAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        Estate present = await estate.GetAsync(cancellationToken);
        IReadOnlyList<ReplicationJob> underWay = await service.Jobs.ListUnderWayAsync(cancellationToken);
        IReadOnlyList<ReplicationJob> newest = await service.Jobs.ListNewestAsync(NewestJobs, cancellationToken: cancellationToken);
        IReadOnlyList<PointMount> mounts = await service.Mounts.ListAsync(cancellationToken: cancellationToken);
        var signature = new StringBuilder(present.Signature);
        foreach (ReplicationJob job in underWay.Concat(newest)) signature.Append(CultureInfo.InvariantCulture, $"|{job.Id} {job.JobState} {job.StopRequested}");
        foreach (PointMount mount in mounts) signature.Append(CultureInfo.InvariantCulture, $"|{mount.Id} {mount.MountState}");
        ReplicationJob[] running = [.. underWay.Where(job => job.JobState == JobState.Running)];
        foreach (string ended in _paces.Keys.Except(running.Select(job => job.Id)).ToArray()) _paces.Remove(ended);
        return (signature.ToString(), [.. running.Select(job => PaceOf(job.Id).Report(job, now))]);
    }

    private JobPace PaceOf(string jobId)
    {
        if (!_paces.TryGetValue(jobId, out JobPace? pace)) _paces[jobId] = pace = new JobPace();
        return pace;
    }
}
