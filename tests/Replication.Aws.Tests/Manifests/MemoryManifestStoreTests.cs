using Replication.Aws.Manifests;
using Replication.Conformance;
using Replication.Core.Manifests;

namespace Replication.Aws.Tests.Manifests;

/// <summary>The contract of manifest stores against objects whose conditions are checked atomically, as S3 does.</summary>
public sealed class MemoryManifestStoreTests : ManifestStoreConformance, IDisposable
{
    private readonly MemoryS3 _s3 = new();

    public void Dispose() => _s3.Dispose();

    protected override Task<IManifestStore> CreateAsync() => Task.FromResult<IManifestStore>(new S3ManifestStore(_s3.Client(), new S3ManifestLocation("bucket", "a/b")));
}
