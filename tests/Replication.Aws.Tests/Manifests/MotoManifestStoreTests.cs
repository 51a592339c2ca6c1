using System.Text;
using Amazon.S3;
using Amazon.S3.Model;
using Replication.Aws.Manifests;
using Replication.Aws.Tests.Moto;
using Replication.Conformance;
using Replication.Core.Manifests;

namespace Replication.Aws.Tests.Manifests;

/// <summary>The contract of manifest stores against an S3 that others wrote.</summary>
[Collection(MotoCollection.Name)]
public sealed class MotoManifestStoreTests(MotoServer moto) : ManifestStoreConformance, IDisposable
{
    private readonly AmazonS3Client _s3 = moto.S3();
    private readonly string _bucket = $"manifests-{Guid.NewGuid():N}";

    public void Dispose() => _s3.Dispose();

    [Fact]
    public async Task INV_03_Content_that_is_not_what_was_written_is_not_handed_out()
    {
        IManifestStore store = await CreateAsync();
        await store.WriteAsync("m", "one"u8.ToArray(), null);
        GetObjectMetadataResponse head = await _s3.GetObjectMetadataAsync(_bucket, "a/b/m");
        await _s3.PutObjectAsync(new PutObjectRequest { BucketName = _bucket, Key = "a/b/m", ContentBody = "two", Metadata = { ["sha256"] = head.Metadata["sha256"] } });
        await StoreAssertions.FailsAsync("CorruptManifest", () => store.ReadAsync("m"));
        await _s3.PutObjectAsync(new PutObjectRequest { BucketName = _bucket, Key = "a/b/n", ContentBody = "two" });
        await StoreAssertions.FailsAsync("CorruptManifest", () => store.ReadAsync("n"));
    }

    [Fact]
    public async Task Listing_goes_on_after_a_page_and_passes_over_what_is_no_manifest()
    {
        IManifestStore store = await CreateAsync();
        string[] names = [.. Enumerable.Range(0, 1005).Select(i => $"points/{i:d5}")];
        await Parallel.ForEachAsync(names, async (name, token) => await store.WriteAsync(name, Encoding.ASCII.GetBytes(name), null, token));
        await _s3.PutObjectAsync(new PutObjectRequest { BucketName = _bucket, Key = "a/b/points/", ContentBody = "" });
        await _s3.PutObjectAsync(new PutObjectRequest { BucketName = _bucket, Key = "elsewhere", ContentBody = "" });
        Assert.Equal(names, await store.ListAsync().ToListAsync());
    }

    [Fact]
    public async Task A_bucket_that_is_not_there_is_named()
    {
        var store = new S3ManifestStore(_s3, new S3ManifestLocation(_bucket));
        await StoreAssertions.FailsAsync("BucketNotFound", () => store.ReadAsync("m"));
        await StoreAssertions.FailsAsync("BucketNotFound", () => store.WriteAsync("m", default, null));
        await StoreAssertions.FailsAsync("BucketNotFound", () => store.ListAsync().ToListAsync());
    }

    [Fact(Skip = "moto looks and writes without a lock between, so two writers may both succeed there; the façade's S3 and MemoryS3 have this one.")]
    public override Task Of_many_writers_that_expect_the_same_version_one_succeeds() => base.Of_many_writers_that_expect_the_same_version_one_succeeds();

    protected override async Task<IManifestStore> CreateAsync()
    {
        await _s3.PutBucketAsync(_bucket);
        return new S3ManifestStore(_s3, new S3ManifestLocation(_bucket, "a/b"));
    }
}
