using Replication.Core.Errors;
using Replication.Core.Jobs;

namespace Replication.Pipeline;

/// <summary>What a job said when it failed. Its message was composed where it happened.</summary>
public sealed class ReplicationJobException(JobError error, string jobId) : ReplicationException(error.ErrorId, error.Target, error.Message)
{
    /// <summary>The job whose journal says how far it came.</summary>
    public string JobId { get; } = jobId;

    public override string Message => error.Message;

    public override bool IsTransient => error.IsTransient;
}
