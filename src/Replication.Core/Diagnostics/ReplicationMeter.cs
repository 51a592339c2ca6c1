using System.Diagnostics;
using System.Diagnostics.Metrics;
using Replication.Core.Jobs;
using Replication.Core.RecoveryPoints;

namespace Replication.Core.Diagnostics;

/// <summary>What this process did, as .NET's own instruments: whoever listens, listens; otherwise they cost nothing. docs/health.md lists them.</summary>
public static class ReplicationMeter
{
    /// <summary>Of the meter and of the source of activities.</summary>
    public const string Name = "Replication";

    private static readonly Meter Meter = new(Name);
    private static readonly ActivitySource Source = new(Name);

    private static readonly Counter<long> Jobs = Meter.CreateCounter<long>("replication.jobs", "{job}", "Jobs that ended, by verb and outcome.");
    private static readonly Histogram<double> JobDuration = Meter.CreateHistogram<double>("replication.job.duration", "s", "Run time of jobs, by verb and outcome.");
    private static readonly Counter<long> Points = Meter.CreateCounter<long>("replication.points", "{point}", "Recovery points that were accepted.");
    private static readonly Counter<long> Sent = Meter.CreateCounter<long>("replication.sent", "By", "Bytes put to destinations for them.");
    private static readonly Histogram<double> Latency = Meter.CreateHistogram<double>("replication.point.latency", "s", "From capture to accepted point.");

    internal static Activity? StartJob(ReplicationJob job)
    {
        Activity? activity = Source.StartActivity(job.Verb);
        activity?.SetTag("replication.job.id", job.Id).SetTag("replication.job.target", job.TargetName).SetTag("replication.job.attempt", job.Attempts);
        return activity;
    }

    internal static Activity? StartStep(string name) => Activity.Current?.Source == Source ? Source.StartActivity(name) : null;

    internal static void JobEnded(ReplicationJob job, Activity? activity, TimeSpan duration)
    {
        var tags = new TagList { { "verb", job.Verb }, { "outcome", job.JobState.ToString() } };
        Jobs.Add(1, tags);
        JobDuration.Record(duration.TotalSeconds, tags);
        if (activity is null) return;
        activity.SetTag("replication.job.outcome", job.JobState.ToString());
        if (job.Error is { } error) activity.SetTag("error.type", error.ErrorId).SetStatus(ActivityStatusCode.Error, error.Message);
    }

    internal static void PointAccepted(RecoveryPoint point)
    {
        var tags = new TagList { { "group", point.GroupName } };
        Points.Add(1, tags);
        Sent.Add(point.BytesSent, tags);
        Latency.Record((point.AcceptedTime - point.SourceTime).TotalSeconds, tags);
    }
}
