using System.Net;
using Amazon.S3;
using Amazon.S3.Model;
using Replication.Aws.Manifests;
using Replication.Aws.Snapshots.Journal;

namespace Replication.Aws.Imports;

/// <summary>
/// The calls to S3 for one image. S3 keeps the SHA-256 of every part, so that a part that arrived before an interruption is
/// recognized by its content.
/// </summary>
internal sealed class ImageUpload(ImportParts parts)
{
    private const int PageSize = 1000;

    /// <summary>Makes the bucket where there is none. It keeps no versions: what was deleted would go on costing.</summary>
    public Task RequireBucketAsync(string bucket, CancellationToken cancellationToken) => new ManifestBucket(
        parts.S3, new S3ManifestLocation(bucket, expectedOwner: parts.Options.AccountId), parts.Options.Region)
        .EnsureAsync(parts.Options.KmsKey, versioned: false, cancellationToken);

    /// <summary>The upload of the note if it is still there, one whose beginning was not noted, or a new one.</summary>
    public async Task<string> BeginAsync(ImageNote image, CancellationToken cancellationToken)
    {
        List<MultipartUpload> begun = [.. (await ListAsync(image.Bucket, image.Key, cancellationToken)).Where(upload => upload.Key == image.Key)];
        if ((begun.Find(upload => upload.UploadId == image.UploadId) ?? begun.FirstOrDefault()) is { } found) return found.UploadId;
        InitiateMultipartUploadResponse answer = await parts.S3.InitiateMultipartUploadAsync(
            new InitiateMultipartUploadRequest
            {
                BucketName = image.Bucket,
                Key = image.Key,
                ExpectedBucketOwner = parts.Options.AccountId,
                ChecksumAlgorithm = ChecksumAlgorithm.SHA256,
            },
            cancellationToken);
        return answer.UploadId;
    }

    /// <summary>What has arrived, by number.</summary>
    public async Task<Dictionary<int, PartDetail>> PartsAsync(ImageNote image, CancellationToken cancellationToken)
    {
        var found = new Dictionary<int, PartDetail>();
        string? marker = null;
        while (true)
        {
            ListPartsResponse page = await parts.S3.ListPartsAsync(
                new ListPartsRequest { BucketName = image.Bucket, Key = image.Key, UploadId = image.UploadId, PartNumberMarker = marker, MaxParts = PageSize },
                cancellationToken);
            foreach (PartDetail part in page.Parts ?? []) found[part.PartNumber!.Value] = part;
            if (page.IsTruncated != true) return found;
            marker = page.NextPartNumberMarker?.ToString(System.Globalization.CultureInfo.InvariantCulture);
        }
    }

    public async Task PutAsync(ImageNote image, int number, Stream content, string checksum, CancellationToken cancellationToken) => await parts.S3.UploadPartAsync(
        new UploadPartRequest
        {
            BucketName = image.Bucket,
            Key = image.Key,
            UploadId = image.UploadId,
            ExpectedBucketOwner = parts.Options.AccountId,
            PartNumber = number,
            PartSize = content.Length,
            InputStream = content,
            ChecksumAlgorithm = ChecksumAlgorithm.SHA256,
            ChecksumSHA256 = checksum,
        },
        cancellationToken);

    /// <summary>Makes the object of its parts; when that has happened already the object is there. False when neither is.</summary>
    public async Task<bool> CompleteAsync(ImageNote image, CancellationToken cancellationToken)
    {
        try
        {
            Dictionary<int, PartDetail> arrived = await PartsAsync(image, cancellationToken);
            PartETag[] wanted =
            [
                .. arrived.Values.Where(part => part.PartNumber <= image.Parts).OrderBy(part => part.PartNumber)
                    .Select(part => new PartETag(part.PartNumber!.Value, part.ETag) { ChecksumSHA256 = part.ChecksumSHA256 }),
            ];
            if (wanted.Length != image.Parts) return false;
            await parts.S3.CompleteMultipartUploadAsync(
                new CompleteMultipartUploadRequest { BucketName = image.Bucket, Key = image.Key, UploadId = image.UploadId, PartETags = [.. wanted] }, cancellationToken);
            return true;
        }
        catch (AmazonS3Exception gone) when (gone.ErrorCode == "NoSuchUpload")
        {
            return await FindAsync(image, cancellationToken) is not null;
        }
    }

    public async Task RemoveAsync(ImageNote image, CancellationToken cancellationToken)
    {
        foreach (MultipartUpload begun in await ListAsync(image.Bucket, image.Key, cancellationToken)) await AbortAsync(image.Bucket, begun, cancellationToken);
        if (await FindAsync(image, cancellationToken) is { } found) await DeleteAsync(image.Bucket, image.Key, found.VersionId, cancellationToken);
    }

    /// <summary>Removes everything below a folder that is not known.</summary>
    public async Task RemoveOrphansAsync(string bucket, string folder, IReadOnlySet<string> known, CancellationToken cancellationToken)
    {
        foreach (MultipartUpload begun in (await ListAsync(bucket, folder, cancellationToken)).Where(begun => !known.Contains(begun.Key)))
            await AbortAsync(bucket, begun, cancellationToken);
        string? token = null;
        do
        {
            ListObjectsV2Response page;
            try
            {
                page = await parts.S3.ListObjectsV2Async(
                    new ListObjectsV2Request { BucketName = bucket, Prefix = folder, ContinuationToken = token, ExpectedBucketOwner = parts.Options.AccountId },
                    cancellationToken);
            }
            catch (AmazonS3Exception gone) when (gone.ErrorCode == "NoSuchBucket")
            {
                return;
            }

            foreach (S3Object item in (page.S3Objects ?? []).Where(item => !known.Contains(item.Key))) await DeleteAsync(bucket, item.Key, null, cancellationToken);
            token = page.IsTruncated == true ? page.NextContinuationToken : null;
        }
        while (token is not null);
    }

    private async Task<List<MultipartUpload>> ListAsync(string bucket, string prefix, CancellationToken cancellationToken)
    {
        var found = new List<MultipartUpload>();
        var request = new ListMultipartUploadsRequest { BucketName = bucket, Prefix = prefix, MaxUploads = PageSize, ExpectedBucketOwner = parts.Options.AccountId };
        while (true)
        {
            ListMultipartUploadsResponse page;
            try
            {
                page = await parts.S3.ListMultipartUploadsAsync(request, cancellationToken);
            }
            catch (AmazonS3Exception gone) when (gone.ErrorCode == "NoSuchBucket")
            {
                return found;
            }

            found.AddRange(page.MultipartUploads ?? []);
            if (page.IsTruncated != true) return found;
            request.KeyMarker = page.NextKeyMarker;
            request.UploadIdMarker = page.NextUploadIdMarker;
        }
    }

    private async Task AbortAsync(string bucket, MultipartUpload begun, CancellationToken cancellationToken)
    {
        try
        {
            await parts.S3.AbortMultipartUploadAsync(
                new AbortMultipartUploadRequest { BucketName = bucket, Key = begun.Key, UploadId = begun.UploadId }, cancellationToken);
        }
        catch (AmazonS3Exception gone) when (gone.ErrorCode == "NoSuchUpload")
        {
            // Gone already.
        }
    }

    /// <summary>In a bucket that keeps versions, a deletion without one would only hide the image.</summary>
    private Task DeleteAsync(string bucket, string key, string? version, CancellationToken cancellationToken) => parts.S3.DeleteObjectAsync(
        new DeleteObjectRequest { BucketName = bucket, Key = key, VersionId = version, ExpectedBucketOwner = parts.Options.AccountId }, cancellationToken);

    private async Task<GetObjectMetadataResponse?> FindAsync(ImageNote image, CancellationToken cancellationToken)
    {
        try
        {
            return await parts.S3.GetObjectMetadataAsync(
                new GetObjectMetadataRequest { BucketName = image.Bucket, Key = image.Key, ExpectedBucketOwner = parts.Options.AccountId }, cancellationToken);
        }
        catch (AmazonS3Exception missing) when (missing.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }
    }
}
