using Amazon.Runtime;
using Amazon.S3;
using Replication.Aws.Manifests;
using Replication.Conformance;
using Replication.Core.Manifests;
using Replication.Ec2Facade.Tests.Support;

namespace Replication.Ec2Facade.Tests;

/// <summary>The contract of manifest stores over the project's own S3, whose conditions hold at the instant of the write.</summary>
public sealed class ManifestStoreTests : ManifestStoreConformance, IAsyncLifetime
{
    private Facade? _facade;
    private AmazonS3Client? _s3;

    public async ValueTask InitializeAsync()
    {
        _facade = await Facade.StartAsync();
        _s3 = new AmazonS3Client(
            new BasicAWSCredentials(Facade.KeyId, Facade.Secret),
            new AmazonS3Config { ServiceURL = _facade.Address.ToString(), AuthenticationRegion = Facade.Home, ForcePathStyle = true });
    }

    public async ValueTask DisposeAsync()
    {
        _s3?.Dispose();
        if (_facade is not null) await _facade.DisposeAsync();
    }

    protected override async Task<IManifestStore> CreateAsync()
    {
        var location = new S3ManifestLocation("manifests", "a/b");
        Assert.True((await new ManifestBucket(_s3!, location, Facade.Home).EnsureAsync()).Created);
        return new S3ManifestStore(_s3!, location);
    }
}
