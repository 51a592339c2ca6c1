using System.Net;
using Amazon.S3;
using Amazon.S3.Model;
using Replication.Aws.Manifests;
using Replication.Aws.Tests.Moto;
using Replication.Conformance;
using Replication.Core.Errors;

namespace Replication.Aws.Tests.Manifests;

[Collection(MotoCollection.Name)]
public sealed class ManifestBucketTests(MotoServer moto)
{
    private readonly string _bucket = $"made-{Guid.NewGuid():N}";

    [Fact]
    public async Task A_bucket_is_made_with_every_protection_and_found_again()
    {
        using AmazonS3Client s3 = moto.S3();
        var bucket = new ManifestBucket(s3, new S3ManifestLocation(_bucket), MotoServer.Region);
        ManifestBucketReport made = await bucket.EnsureAsync();
        Assert.True(made.Created);
        Assert.Empty(made.Missing);
        Assert.Equal(VersionStatus.Enabled, (await s3.GetBucketVersioningAsync(new GetBucketVersioningRequest { BucketName = _bucket })).VersioningConfig.Status);
        Assert.True((await s3.GetPublicAccessBlockAsync(new GetPublicAccessBlockRequest { BucketName = _bucket })).PublicAccessBlockConfiguration.BlockPublicPolicy);
        ManifestBucketReport again = await bucket.EnsureAsync();
        Assert.False(again.Created);
        Assert.Empty(again.Missing);

        var store = new S3ManifestStore(s3, new S3ManifestLocation(_bucket));
        await store.DeleteAsync("m", await store.WriteAsync("m", "one"u8.ToArray(), null));
        Assert.Null(await store.ReadAsync("m"));
        await store.WriteAsync("m", "two"u8.ToArray(), null);
    }

    [Fact]
    public async Task A_bucket_that_somebody_made_is_left_as_it_is_and_what_it_lacks_is_said()
    {
        using AmazonS3Client s3 = moto.S3();
        await s3.PutBucketAsync(_bucket);
        ManifestBucketReport found = await new ManifestBucket(s3, new S3ManifestLocation(_bucket), MotoServer.Region).EnsureAsync();
        Assert.False(found.Created);
        Assert.Contains("versioning is off", found.Missing);
        Assert.NotEqual(VersionStatus.Enabled, (await s3.GetBucketVersioningAsync(new GetBucketVersioningRequest { BucketName = _bucket })).VersioningConfig?.Status);
    }

    [Fact]
    public async Task A_bucket_of_another_region_is_refused()
    {
        using AmazonS3Client s3 = moto.S3();
        await s3.PutBucketAsync(_bucket);
        await StoreAssertions.FailsAsync("BucketInOtherRegion", () => new ManifestBucket(s3, new S3ManifestLocation(_bucket), "eu-central-1").EnsureAsync());
    }

    [Theory]
    [InlineData("HEAD", HttpStatusCode.MovedPermanently, "", "BucketInOtherRegion")]
    [InlineData("PUT", HttpStatusCode.Conflict, "BucketAlreadyExists", "BucketInOtherAccount")]
    [InlineData("PUT", HttpStatusCode.Forbidden, "AccessDenied", "AwsAccessDenied")]
    public async Task A_bucket_that_is_not_to_be_had_is_named_with_the_reason(string method, HttpStatusCode status, string code, string id)
    {
        var server = new MemoryS3 { Before = request => request.Method.Method == method ? MemoryS3.Refusal(status, code) : MemoryS3.Refusal(HttpStatusCode.NotFound, "NoSuchBucket") };
        using AmazonS3Client s3 = server.Client();
        var error = await Assert.ThrowsAsync<SnapshotStoreException>(() => new ManifestBucket(s3, new S3ManifestLocation("b", "", "123456789012"), "eu-central-1").EnsureAsync());
        Assert.Equal(id, error.ErrorId);
        Assert.Contains("bucket b", error.Target, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("AccessDenied", "BucketInOtherAccount")]
    [InlineData("InvalidAccessKeyId", "AwsCredentialsRejected")]
    [InlineData("SignatureDoesNotMatch", "AwsCredentialsRejected")]
    [InlineData("RequestTimeTooSkewed", "AwsCredentialsRejected")]
    public async Task INV_10_a_refusal_without_body_is_told_by_its_reason(string code, string id)
    {
        var server = new MemoryS3
        {
            Before = request => request.Method == HttpMethod.Head ? new HttpResponseMessage(HttpStatusCode.Forbidden) : MemoryS3.Refusal(HttpStatusCode.Forbidden, code),
        };
        using AmazonS3Client s3 = server.Client(retries: 0);
        var error = await Assert.ThrowsAnyAsync<SnapshotStoreException>(() => new ManifestBucket(s3, new S3ManifestLocation("b", "", "123456789012"), "eu-central-1").EnsureAsync());
        Assert.Equal(id, error.ErrorId);
        Assert.Contains("bucket b", error.Target, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_protection_that_may_not_be_set_is_reported_and_the_others_are_set()
    {
        var applied = new List<string>();
        var server = new MemoryS3
        {
            Before = request =>
            {
                if (request.Method == HttpMethod.Head) return MemoryS3.Refusal(HttpStatusCode.NotFound, "NoSuchBucket");
                if (request.RequestUri!.Query.Contains("publicAccessBlock", StringComparison.Ordinal)) return MemoryS3.Refusal(HttpStatusCode.Forbidden, "AccessDenied");
                applied.Add(request.RequestUri.Query);
                return new HttpResponseMessage(HttpStatusCode.OK);
            },
        };
        using AmazonS3Client s3 = server.Client();
        ManifestBucketReport report = await new ManifestBucket(s3, new S3ManifestLocation("b"), "eu-central-1").EnsureAsync("alias/key");
        Assert.True(report.Created);
        Assert.Equal(["public access is not blocked"], report.Missing);
        Assert.Contains(applied, query => query.Contains("versioning", StringComparison.Ordinal));
        Assert.Contains(applied, query => query.Contains("encryption", StringComparison.Ordinal));
    }
}
