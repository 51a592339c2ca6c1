using System.Net;
using System.Security.Cryptography;
using Replication.Aws.Manifests;
using Replication.Aws.Tests.Support;
using Replication.Conformance;
using Replication.Core.Errors;
using Replication.Core.Manifests;

namespace Replication.Aws.Tests.Manifests;

/// <summary>What the network and the service can do to a call, and what the caller sees of it.</summary>
public sealed class ManifestFaultTests
{
    private static readonly byte[] One = "one"u8.ToArray();
    private static readonly byte[] Two = "two"u8.ToArray();

    private readonly MemoryS3 _s3 = new();

    private S3ManifestStore Store => new(_s3.Client(), new S3ManifestLocation("bucket"), new InstantTime());

    [Fact]
    public async Task A_write_whose_answer_was_lost_does_not_conflict_with_itself()
    {
        Lose(HttpMethod.Put);
        string first = await Store.WriteAsync("m", One, null);
        Lose(HttpMethod.Put);
        string second = await Store.WriteAsync("m", Two, first);
        Assert.Equal(second, (await Store.ReadAsync("m"))!.Version);
        Lose(HttpMethod.Delete);
        await Store.DeleteAsync("m", second);
        Assert.Null(await Store.ReadAsync("m"));
    }

    [Fact]
    public async Task A_write_of_the_same_content_by_another_is_a_conflict_all_the_same()
    {
        await Store.WriteAsync("m", One, null);
        await StoreAssertions.FailsAsync("ManifestConflict", () => Store.WriteAsync("m", One, null));
    }

    [Theory]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    public async Task A_writer_that_comes_between_look_and_change_is_not_overwritten(string method)
    {
        string first = await Store.WriteAsync("m", One, null);
        string others = Convert.ToHexStringLower(SHA256.HashData(Two));
        _s3.Before = request =>
        {
            if (request.Method.Method == method) _s3.Replace("/bucket/m", Two, ("x-amz-meta-sha256", others));
            return null;
        };
        await StoreAssertions.FailsAsync("ManifestConflict", () => method == "PUT" ? Store.WriteAsync("m", "three"u8.ToArray(), first) : Store.DeleteAsync("m", first));
        Assert.Equal(others, (await Store.ReadAsync("m"))!.Version);
    }

    [Fact]
    public async Task A_race_that_the_service_wants_repeated_is_repeated_and_ends()
    {
        int races = 3;
        _s3.Before = request => request.Method == HttpMethod.Put && races-- > 0 ? MemoryS3.Refusal(HttpStatusCode.Conflict, "ConditionalRequestConflict") : null;
        await Store.WriteAsync("m", One, null);
        races = int.MaxValue;
        await StoreAssertions.FailsAsync("ManifestConflict", () => Store.WriteAsync("n", One, null));
    }

    [Fact]
    public async Task A_server_without_conditional_deletes_gets_a_plain_one_after_the_check()
    {
        _s3.Before = request => request.Method == HttpMethod.Delete && request.Headers.Contains("If-Match") ? MemoryS3.Refusal(HttpStatusCode.NotImplemented, "NotImplemented") : null;
        string version = await Store.WriteAsync("m", One, null);
        await StoreAssertions.FailsAsync("ManifestConflict", () => Store.DeleteAsync("m", new string('0', 64)));
        await Store.DeleteAsync("m", version);
        Assert.Null(await Store.ReadAsync("m"));
    }

    [Fact]
    public async Task INV_03_A_body_that_was_damaged_on_its_way_is_read_again()
    {
        await Store.WriteAsync("m", One, null);
        int damaged = 1;
        _s3.After = (request, response) =>
        {
            if (request.Method == HttpMethod.Get && damaged-- > 0) response.Content = new ByteArrayContent(Two);
            return response;
        };
        Assert.Equal(One, (await Store.ReadAsync("m"))!.Content.ToArray());
        damaged = 2;
        await StoreAssertions.FailsAsync("CorruptManifest", () => Store.ReadAsync("m"));
    }

    [Theory]
    [InlineData(HttpStatusCode.ServiceUnavailable, "SlowDown", "AwsThrottled", true)]
    [InlineData(HttpStatusCode.InternalServerError, "InternalError", "AwsUnavailable", true)]
    [InlineData(HttpStatusCode.Forbidden, "AccessDenied", "AwsAccessDenied", false)]
    [InlineData(HttpStatusCode.NotFound, "NoSuchBucket", "BucketNotFound", false)]
    [InlineData(HttpStatusCode.MovedPermanently, "PermanentRedirect", "BucketInOtherRegion", false)]
    [InlineData(HttpStatusCode.BadRequest, "InvalidRequest", "AwsRequestRefused", false)]
    public async Task A_refusal_says_what_it_is_and_whether_to_try_again(HttpStatusCode status, string code, string id, bool transient)
    {
        _s3.Before = _ => MemoryS3.Refusal(status, code);
        var store = new S3ManifestStore(_s3.Client(retries: 0), new S3ManifestLocation("bucket"));
        foreach (Func<Task> call in new Func<Task>[] { () => store.ReadAsync("m"), () => store.WriteAsync("m", One, null), () => store.ListAsync().ToListAsync() })
        {
            var error = await Assert.ThrowsAnyAsync<SnapshotStoreException>(call);
            Assert.Equal((id, transient), (error.ErrorId, error.IsTransient));
        }
    }

    [Fact]
    public async Task Names_and_lengths_are_checked_before_anything_is_sent()
    {
        int requests = 0;
        _s3.Before = _ =>
        {
            requests++;
            return null;
        };
        await StoreAssertions.FailsAsync("InvalidRequest", () => Store.WriteAsync("m", new byte[ManifestRules.MaximumLength + 1], null));
        await StoreAssertions.FailsAsync("InvalidManifestName", () => Store.WriteAsync(new string('a', 101), One, null));
        Assert.Equal(0, requests);
        Assert.Throws<ReplicationException>(() => new S3ManifestLocation("bucket", "a//b"));
    }

    /// <summary>The next request of the method is carried out and its answer is lost.</summary>
    private void Lose(HttpMethod method)
    {
        int lost = 0;
        _s3.After = (request, response) => request.Method == method && lost++ == 0 ? MemoryS3.Refusal(HttpStatusCode.InternalServerError, "InternalError") : response;
    }
}
