using System.Net;
using Amazon.S3;
using Amazon.S3.Model;
using Replication.Aws.Snapshots.Calls;
using Replication.Core.Errors;

namespace Replication.Aws.Manifests;

/// <summary>
/// Makes the bucket that manifests are kept in: no public access, versioning on (a manifest that was deleted by mistake
/// can be brought back), encrypted at rest. Each protection is set where the identity may set it; the report names the
/// others. A bucket that exists is looked at and not changed. Errors: BucketInOtherAccount, BucketInOtherRegion
/// and those of every call to AWS.
/// </summary>
public sealed class ManifestBucket(IAmazonS3 s3, S3ManifestLocation location, string region)
{
    // The one region whose name is not accepted as a location constraint.
    private const string RegionWithoutConstraint = "us-east-1";

    private const string PublicAccess = "public access is not blocked";
    private const string Versioning = "versioning is off";
    private const string Encryption = "default encryption is not set";

    private string Target => $"bucket {location.Bucket}";

    /// <param name="kmsKeyId">Key for the default encryption; null for keys that S3 manages (SSE-S3).</param>
    /// <param name="cancellationToken">Between the calls, of which each is harmless when repeated.</param>
    public Task<ManifestBucketReport> EnsureAsync(string? kmsKeyId = null, CancellationToken cancellationToken = default) => EnsureAsync(kmsKeyId, versioned: true, cancellationToken);

    /// <summary>The same for a bucket of another purpose, without versions unless it is to keep what is deleted.</summary>
    internal async Task<ManifestBucketReport> EnsureAsync(string? kmsKeyId, bool versioned, CancellationToken cancellationToken)
    {
        if (await ExistsAsync(cancellationToken) || !await CreateAsync(cancellationToken))
            return new ManifestBucketReport(Created: false, await MissingAsync(versioned, cancellationToken));
        (string Name, Func<Task> Apply)[] protections =
        [
            (PublicAccess, () => s3.PutPublicAccessBlockAsync(
                new PutPublicAccessBlockRequest
                {
                    BucketName = location.Bucket,
                    PublicAccessBlockConfiguration = new PublicAccessBlockConfiguration
                    {
                        BlockPublicAcls = true,
                        BlockPublicPolicy = true,
                        IgnorePublicAcls = true,
                        RestrictPublicBuckets = true,
                    },
                },
                cancellationToken)),
            (Versioning, () => s3.PutBucketVersioningAsync(
                new PutBucketVersioningRequest { BucketName = location.Bucket, VersioningConfig = new S3BucketVersioningConfig { Status = VersionStatus.Enabled } },
                cancellationToken)),
            (Encryption, () => s3.PutBucketEncryptionAsync(
                new PutBucketEncryptionRequest { BucketName = location.Bucket, ServerSideEncryptionConfiguration = EncryptedWith(kmsKeyId) }, cancellationToken)),
        ];
        var missing = new List<string>();
        foreach ((string name, Func<Task> apply) in protections.Where(protection => versioned || protection.Name != Versioning))
        {
            if (!await PermittedAsync(apply, cancellationToken)) missing.Add(name);
        }

        return new ManifestBucketReport(Created: true, missing);
    }

    private static ServerSideEncryptionConfiguration EncryptedWith(string? kmsKeyId) => new()
    {
        ServerSideEncryptionRules =
        [
            new ServerSideEncryptionRule
            {
                BucketKeyEnabled = kmsKeyId is not null,
                ServerSideEncryptionByDefault = new ServerSideEncryptionByDefault
                {
                    ServerSideEncryptionAlgorithm = kmsKeyId is null ? ServerSideEncryptionMethod.AES256 : ServerSideEncryptionMethod.AWSKMS,
                    ServerSideEncryptionKeyManagementServiceKeyId = kmsKeyId,
                },
            },
        ],
    };

    private async Task<bool> ExistsAsync(CancellationToken cancellationToken)
    {
        try
        {
            HeadBucketResponse head = await s3.HeadBucketAsync(
                new HeadBucketRequest { BucketName = location.Bucket, ExpectedBucketOwner = location.ExpectedOwner }, cancellationToken);
            if (head.BucketRegion is { Length: > 0 } found && found != region) throw OtherRegion(found, null);
            return true;
        }
        catch (AmazonS3Exception error) when (error.StatusCode == HttpStatusCode.NotFound)
        {
            return false;
        }
        catch (AmazonS3Exception error) when (error.StatusCode == HttpStatusCode.Forbidden)
        {
            throw await ForbiddenAsync(error, cancellationToken);
        }
        catch (AmazonS3Exception error) when (S3Errors.IsOtherRegion(error))
        {
            throw OtherRegion(null, error);
        }
        catch (Exception error) when (S3Errors.IsFailure(error, cancellationToken))
        {
            throw S3Errors.Map(error, location, "HeadBucket", Target);
        }
    }

    /// <summary>
    /// The answer to HEAD has no body, and so does not say whether the key, the signature, the clock or the permission is wrong;
    /// that to a listing does. Names are global: a bucket of somebody else looks like one of ours that may not be listed.
    /// </summary>
    private async Task<SnapshotStoreException> ForbiddenAsync(AmazonS3Exception head, CancellationToken cancellationToken)
    {
        try
        {
            await s3.ListObjectsV2Async(
                new ListObjectsV2Request { BucketName = location.Bucket, ExpectedBucketOwner = location.ExpectedOwner, MaxKeys = 1 }, cancellationToken);
        }
        catch (AmazonS3Exception error) when (error.StatusCode != HttpStatusCode.Forbidden || FailureClassifier.Classify(error) == AwsFailure.Credentials)
        {
            return S3Errors.Map(error, location, "ListObjectsV2", Target);
        }
        catch (Exception error) when (S3Errors.IsFailure(error, cancellationToken))
        {
            // No more is known than HEAD has said.
        }

        return new SnapshotStoreException(
            "BucketInOtherAccount",
            Target,
            "it exists and this identity may not see it.",
            location.ExpectedOwner is null ? "a bucket of this account, and s3:ListBucket." : $"a bucket of account {location.ExpectedOwner}, and s3:ListBucket.",
            "Choose another name, or ask for the permission.",
            head);
    }

    /// <summary>False when it appeared meanwhile and is ours.</summary>
    private async Task<bool> CreateAsync(CancellationToken cancellationToken)
    {
        try
        {
            await s3.PutBucketAsync(
                new PutBucketRequest
                {
                    BucketName = location.Bucket,
                    UseClientRegion = false,
                    BucketRegionName = region == RegionWithoutConstraint ? null : region,
                },
                cancellationToken);
            return true;
        }
        catch (AmazonS3Exception error) when (error.ErrorCode == "BucketAlreadyOwnedByYou")
        {
            return false;
        }
        catch (AmazonS3Exception error) when (error.ErrorCode == "BucketAlreadyExists")
        {
            throw new SnapshotStoreException(
                "BucketInOtherAccount", Target, "another account has a bucket of this name.", "a name that is free in all of S3.", "Choose another name.", error);
        }
        catch (Exception error) when (S3Errors.IsFailure(error, cancellationToken))
        {
            throw S3Errors.Map(error, location, "CreateBucket", Target);
        }
    }

    private async Task<List<string>> MissingAsync(bool versioned, CancellationToken cancellationToken)
    {
        var missing = new List<string>();
        if (!await HasAsync(async () => (await s3.GetPublicAccessBlockAsync(new GetPublicAccessBlockRequest { BucketName = location.Bucket }, cancellationToken))
                .PublicAccessBlockConfiguration is { BlockPublicAcls: true, BlockPublicPolicy: true, IgnorePublicAcls: true, RestrictPublicBuckets: true }, cancellationToken))
            missing.Add(PublicAccess);
        if (versioned && !await HasAsync(async () => (await s3.GetBucketVersioningAsync(new GetBucketVersioningRequest { BucketName = location.Bucket }, cancellationToken))
                .VersioningConfig?.Status == VersionStatus.Enabled, cancellationToken))
            missing.Add(Versioning);
        if (!await HasAsync(async () => (await s3.GetBucketEncryptionAsync(new GetBucketEncryptionRequest { BucketName = location.Bucket }, cancellationToken))
                .ServerSideEncryptionConfiguration?.ServerSideEncryptionRules is { Count: > 0 }, cancellationToken))
            missing.Add(Encryption);
        return missing;
    }

    private async Task<bool> HasAsync(Func<Task<bool>> look, CancellationToken cancellationToken)
    {
        bool found = false;
        return await PermittedAsync(async () => found = await look(), cancellationToken) && found;
    }

    /// <summary>False where the identity may not, where nothing is configured, or where the server has no such setting.</summary>
    private async Task<bool> PermittedAsync(Func<Task> call, CancellationToken cancellationToken)
    {
        try
        {
            await call();
            return true;
        }
        catch (AmazonS3Exception error) when (
            error.StatusCode is HttpStatusCode.Forbidden or HttpStatusCode.NotFound or HttpStatusCode.NotImplemented or HttpStatusCode.MethodNotAllowed)
        {
            return false;
        }
        catch (Exception error) when (S3Errors.IsFailure(error, cancellationToken))
        {
            throw S3Errors.Map(error, location, "Configuration", Target);
        }
    }

    private SnapshotStoreException OtherRegion(string? found, Exception? inner) => new(
        "BucketInOtherRegion", Target, found is null ? "it is in another region." : $"it is in {found}.", $"a bucket in {region}.", "Choose another name.", inner);
}
