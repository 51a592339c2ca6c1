using Replication.Core.Errors;

namespace Replication.Remote.Calls;

/// <summary>A call did not come to an answer in the time that failures of its kind are given. The same call may succeed later.</summary>
public sealed class RemoteCallException : SnapshotStoreException
{
    public RemoteCallException(string errorId, string target, string found, string? needed, string? nextStep, Exception inner)
        : base(errorId, target, found, needed, nextStep, inner)
    {
    }

    public override bool IsTransient => true;
}
