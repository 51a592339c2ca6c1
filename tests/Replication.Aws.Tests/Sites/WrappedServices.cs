using Amazon.EC2;
using Replication.Aws.Sites;
using Replication.Core.Manifests;
using Replication.Core.Snapshots;

namespace Replication.Aws.Tests.Sites;

internal sealed class WrappedServices(IAwsServices inner, IAmazonEC2 ec2) : IAwsServices
{
    public IAmazonEC2 Ec2 => ec2;

    public Task RequireAccountAsync(CancellationToken cancellationToken = default) => inner.RequireAccountAsync(cancellationToken);

    public Task<ISnapshotStore> OpenStoreAsync(CancellationToken cancellationToken = default)
    {
        // A process that is dead deletes nothing any more.
        (ec2 as CrashingEc2)?.ThrowIfDead();
        return inner.OpenStoreAsync(cancellationToken);
    }

    public Task<IManifestStore> OpenManifestsAsync(CancellationToken cancellationToken = default) => inner.OpenManifestsAsync(cancellationToken);

    public ValueTask DisposeAsync() => inner.DisposeAsync();
}
