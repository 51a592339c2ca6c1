using Replication.Core.Errors;
using Replication.Core.Jobs;

namespace Replication.Pipeline;

internal static class JobOutcome
{
    /// <summary>Why a job that has ended did not succeed.</summary>
    public static ReplicationException Failure(EngineJob job) => job switch
    {
        { JobState: JobState.Failed, Error: { } error } => new ReplicationJobException(error, job.Id),
        { JobState: JobState.Interrupted } => new ReplicationException(
            "JobStopped", $"Job {job.Id}", $"{job.Verb} {job.TargetName} was stopped.", nextStep: "Resume-ReplicationJob, or the same command again, continues it."),
        _ => new ReplicationException("JobStopped", $"Job {job.Id}", $"{job.Verb} {job.TargetName} ended as {job.JobState}."),
    };
}
