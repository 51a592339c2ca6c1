using Amazon.EC2;
using Replication.Core.Manifests;
using Replication.Core.Snapshots;

namespace Replication.Aws.Sites;

/// <summary>The services that a site is made of, each opened when it is first needed.</summary>
internal interface IAwsServices : IAsyncDisposable
{
    IAmazonEC2 Ec2 { get; }

    /// <summary>Refuses (AwsAccountMismatch) when the site names an account and the credentials belong to another; asks once.</summary>
    Task RequireAccountAsync(CancellationToken cancellationToken = default);

    Task<ISnapshotStore> OpenStoreAsync(CancellationToken cancellationToken = default);

    Task<IManifestStore> OpenManifestsAsync(CancellationToken cancellationToken = default);
}
