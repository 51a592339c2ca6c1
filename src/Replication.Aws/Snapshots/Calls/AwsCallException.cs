using Replication.Core.Errors;

namespace Replication.Aws.Snapshots.Calls;

/// <summary>A call to AWS that failed for good, or did not succeed in the time that its class of failures is given.</summary>
public sealed class AwsCallException : SnapshotStoreException
{
    public AwsCallException(string errorId, string target, string found, string? needed, string? nextStep, bool isTransient, Exception inner)
        : base(errorId, target, found, needed, nextStep, inner) => IsTransient = isTransient;

    public override bool IsTransient { get; }
}
