using Replication.Core.Errors;

namespace Replication.Aws.Manifests;

/// <summary>S3 could not be asked or was overloaded; the same call may succeed later.</summary>
public sealed class S3TransientException(string target, string found, Exception inner)
    : SnapshotStoreException("StoreInputOutput", target, found, nextStep: "Try again.", inner: inner)
{
    public override bool IsTransient => true;
}
