using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using Replication.Core.Errors;
using Replication.Core.Manifests;

namespace Replication.Aws.Manifests;

/// <summary>
/// Manifests as objects of S3. The version of the port is the SHA-256 of the content, kept as the object's metadata and
/// given to S3 as the checksum to verify on arrival; the conditions of S3 speak of ETags, which are looked up from the
/// version first.
/// <list type="bullet">
/// <item>Creating (If-None-Match: *) and replacing (If-Match) are compare-and-set at the service: of any number of
/// writers, on any number of machines, that expect the same version, one succeeds.</item>
/// <item>Deleting sends If-Match too. Where the server refuses the condition as not implemented, or ignores it, the version is
/// verified just before and a writer in between can lose its change.</item>
/// <item>A repeated attempt after a lost answer finds its own write by the id in the object's metadata, so that a call
/// does not conflict with itself.</item>
/// <item>A write that returned is durable and seen by every reader (S3 is strongly consistent).</item>
/// </list>
/// </summary>
public sealed class S3ManifestStore(IAmazonS3 s3, S3ManifestLocation location, TimeProvider? time = null) : IManifestStore
{
    private const string VersionKey = "sha256";
    private const string WriteKey = "write-id";

    /// <summary>A race that S3 wants repeated is over in well under a second.</summary>
    private const int MaximumAttempts = 6;

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(50);

    private readonly TimeProvider _time = time ?? TimeProvider.System;

    public async Task<ManifestDocument?> ReadAsync(string name, CancellationToken cancellationToken = default)
    {
        ManifestRules.CheckName(name);
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                return await FetchAsync(name, cancellationToken);
            }
            catch (SnapshotStoreException error) when (attempt == 1 && (error.IsTransient || error.ErrorId == "CorruptManifest"))
            {
                // The client repeats requests but not the reading of a body, and what was damaged on its way is whole the next time.
            }
        }
    }

    public async IAsyncEnumerable<string> ListAsync(string prefix = "", [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var request = new ListObjectsV2Request { BucketName = location.Bucket, Prefix = location.KeyOf(prefix), ExpectedBucketOwner = location.ExpectedOwner };
        do
        {
            // General-purpose buckets list in the order of UTF-8 bytes, which is ordinal for the characters of a name.
            ListObjectsV2Response page = await CallAsync("ListObjectsV2", location.ToString(), () => s3.ListObjectsV2Async(request, cancellationToken), cancellationToken);
            foreach (S3Object item in page.S3Objects ?? [])
            {
                if (location.NameOf(item.Key) is { } name) yield return name;
            }

            request.ContinuationToken = page.NextContinuationToken;
        }
        while (request.ContinuationToken is { Length: > 0 });
    }

    public async Task<string> WriteAsync(string name, ReadOnlyMemory<byte> content, string? expectedVersion, CancellationToken cancellationToken = default)
    {
        ManifestRules.CheckName(name);
        ManifestRules.CheckLength(name, content.Length);
        byte[] hash = SHA256.HashData(content.Span);
        string version = Convert.ToHexStringLower(hash);
        string writeId = Guid.NewGuid().ToString("N");
        string? eTag = null;
        if (expectedVersion is not null)
        {
            StoredManifest? present = await HeadAsync(name, cancellationToken);
            if (present?.Version != expectedVersion) throw ManifestRules.Conflict(name, expectedVersion, present?.Version);
            eTag = present.ETag;
        }

        bool written = await ConditionallyAsync(
            "PutObject",
            name,
            () => s3.PutObjectAsync(
                new PutObjectRequest
                {
                    BucketName = location.Bucket,
                    Key = location.KeyOf(name),
                    ExpectedBucketOwner = location.ExpectedOwner,
                    InputStream = new MemoryStream(content.ToArray(), writable: false),
                    ContentType = "application/octet-stream",
                    UseChunkEncoding = false, // A small document is signed in one piece, which every server of S3 understands.
                    ChecksumSHA256 = Convert.ToBase64String(hash),
                    IfNoneMatch = eTag is null ? "*" : null,
                    IfMatch = eTag,
                    Metadata = { [VersionKey] = version, [WriteKey] = writeId },
                },
                cancellationToken),
            cancellationToken);
        if (written) return version;
        StoredManifest? found = await HeadAsync(name, cancellationToken);
        return found?.WriteId == writeId ? version : throw ManifestRules.Conflict(name, expectedVersion, found?.Version);
    }

    public async Task DeleteAsync(string name, string expectedVersion, CancellationToken cancellationToken = default)
    {
        ManifestRules.CheckName(name);
        StoredManifest present = await HeadAsync(name, cancellationToken) ?? throw ManifestRules.NotFound(name);
        if (present.Version != expectedVersion) throw ManifestRules.Conflict(name, expectedVersion, present.Version);
        try
        {
            if (await ConditionallyAsync("DeleteObject", name, () => RemoveAsync(present.ETag), cancellationToken)) return;
        }
        catch (SnapshotStoreException error) when (error.InnerException is AmazonS3Exception inner && S3Errors.IsNotImplemented(inner))
        {
            await CallAsync("DeleteObject", Target(name), () => RemoveAsync(null), cancellationToken);
            return;
        }

        // Gone already means that the first attempt came through and only its answer was lost.
        if (await HeadAsync(name, cancellationToken) is { } found) throw ManifestRules.Conflict(name, expectedVersion, found.Version);

        Task<DeleteObjectResponse> RemoveAsync(string? eTag) => s3.DeleteObjectAsync(
            new DeleteObjectRequest { BucketName = location.Bucket, Key = location.KeyOf(name), ExpectedBucketOwner = location.ExpectedOwner, IfMatch = eTag }, cancellationToken);
    }

    private async Task<ManifestDocument?> FetchAsync(string name, CancellationToken cancellationToken)
    {
        string target = Target(name);
        try
        {
            using GetObjectResponse response = await s3.GetObjectAsync(
                new GetObjectRequest { BucketName = location.Bucket, Key = location.KeyOf(name), ExpectedBucketOwner = location.ExpectedOwner }, cancellationToken);
            if (response.ContentLength > ManifestRules.MaximumLength) throw S3Errors.Corrupt(target, $"it has {response.ContentLength} bytes, more than any manifest.");
            var content = new byte[response.ContentLength];
            await response.ResponseStream.ReadExactlyAsync(content, cancellationToken);
            string version = Convert.ToHexStringLower(SHA256.HashData(content));
            string? recorded = response.Metadata[VersionKey];
            if (recorded is null) throw S3Errors.Corrupt(target, "its writer recorded no SHA-256.");
            if (recorded != version) throw S3Errors.Corrupt(target, $"its SHA-256 is {version}, its writer recorded {recorded}.");
            return new ManifestDocument(name, version, content);
        }
        catch (AmazonS3Exception error) when (S3Errors.IsMissing(error))
        {
            return null;
        }
        catch (AmazonClientException error)
        {
            // The SDK compares the body with the checksum that S3 keeps.
            throw S3Errors.Corrupt(target, error.Message, error);
        }
        catch (Exception error) when (S3Errors.IsFailure(error, cancellationToken))
        {
            throw S3Errors.Map(error, location, "GetObject", target);
        }
    }

    private async Task<StoredManifest?> HeadAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            GetObjectMetadataResponse head = await s3.GetObjectMetadataAsync(
                new GetObjectMetadataRequest { BucketName = location.Bucket, Key = location.KeyOf(name), ExpectedBucketOwner = location.ExpectedOwner }, cancellationToken);
            return new StoredManifest(head.ETag, head.Metadata[VersionKey], head.Metadata[WriteKey]);
        }
        catch (AmazonS3Exception error) when (S3Errors.IsMissing(error))
        {
            return null;
        }
        catch (Exception error) when (S3Errors.IsFailure(error, cancellationToken))
        {
            throw S3Errors.Map(error, location, "HeadObject", Target(name));
        }
    }

    /// <summary>False when the condition does not hold, which includes that the object to be replaced is gone.</summary>
    private async Task<bool> ConditionallyAsync<T>(string operation, string name, Func<Task<T>> call, CancellationToken cancellationToken)
    {
        TimeSpan pause = FirstPause;
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                await call();
                return true;
            }
            catch (AmazonS3Exception error) when (S3Errors.IsRefusedCondition(error) || S3Errors.IsMissing(error))
            {
                return false;
            }
            catch (AmazonS3Exception error) when (S3Errors.IsRace(error))
            {
                if (attempt == MaximumAttempts) throw S3Errors.StillRacing(Target(name), error);
                await Task.Delay(pause * (0.5 + (Random.Shared.NextDouble() / 2)), _time, cancellationToken);
                pause *= 2;
            }
            catch (Exception error) when (S3Errors.IsFailure(error, cancellationToken))
            {
                throw S3Errors.Map(error, location, operation, Target(name));
            }
        }
    }

    private async Task<T> CallAsync<T>(string operation, string target, Func<Task<T>> call, CancellationToken cancellationToken)
    {
        try
        {
            return await call();
        }
        catch (Exception error) when (S3Errors.IsFailure(error, cancellationToken))
        {
            throw S3Errors.Map(error, location, operation, target);
        }
    }

    private string Target(string name) => $"manifest {name} ({location}{name})";
}
