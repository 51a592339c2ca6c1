using System.Net;
using Amazon.Runtime;
using Amazon.S3;
using Replication.Aws.Snapshots.Calls;
using Replication.Core.Errors;

namespace Replication.Aws.Manifests;

/// <summary>What S3 answers, as errors of the port.</summary>
internal static class S3Errors
{
    private const string ReadAgain = "Read it again and decide anew.";

    public static bool IsMissing(AmazonS3Exception error) => error.StatusCode == HttpStatusCode.NotFound && error.ErrorCode is not "NoSuchBucket";

    /// <summary>The condition of the request does not hold.</summary>
    public static bool IsRefusedCondition(AmazonS3Exception error) => error.StatusCode == HttpStatusCode.PreconditionFailed;

    /// <summary>Another conditional request on the same key was under way; S3 asks to try again.</summary>
    public static bool IsRace(AmazonS3Exception error) => error.StatusCode == HttpStatusCode.Conflict && error.ErrorCode is "ConditionalRequestConflict";

    /// <summary>A server that speaks S3 and does not know conditions on this call.</summary>
    public static bool IsNotImplemented(AmazonS3Exception error) => error.StatusCode == HttpStatusCode.NotImplemented;

    public static SnapshotStoreException Corrupt(string target, string found, Exception? inner = null) => new("CorruptManifest", target, found, inner: inner);

    public static SnapshotStoreException StillRacing(string target, Exception inner) =>
        new("ManifestConflict", target, "others keep writing it.", "that nobody else writes it.", ReadAgain, inner);

    /// <summary>What a call can fail with, as opposed to being stopped by its caller.</summary>
    public static bool IsFailure(Exception error, CancellationToken cancellationToken) =>
        error is AmazonServiceException or AmazonClientException or IOException or HttpRequestException or TimeoutException
        || (error is OperationCanceledException && !cancellationToken.IsCancellationRequested);

    public static SnapshotStoreException Map(Exception error, S3ManifestLocation location, string operation, string target) => error switch
    {
        AmazonS3Exception s3 when s3.ErrorCode is "NoSuchBucket" => new SnapshotStoreException(
            "BucketNotFound", $"bucket {location.Bucket}", "there is none.", "a bucket for manifests.", "Create it, or correct its name.", error),
        AmazonS3Exception s3 when IsOtherRegion(s3) => new SnapshotStoreException(
            "BucketInOtherRegion", $"bucket {location.Bucket}", "it is in another region.", "a bucket in the region of the site.", inner: error),
        AmazonS3Exception { StatusCode: HttpStatusCode.Forbidden } s3 when s3.ErrorCode is "AccessDenied" or "Forbidden" && location.ExpectedOwner is { } owner => new SnapshotStoreException(
            "AwsAccessDenied", $"{operation} of {target}", "S3 does not allow it.", $"the permission, and a bucket that account {owner} owns.", inner: error),
        _ => AwsErrors.From(operation, target, FailureClassifier.Classify(error), error, TimeSpan.Zero),
    };

    public static bool IsOtherRegion(AmazonS3Exception error) =>
        error.StatusCode is HttpStatusCode.MovedPermanently or HttpStatusCode.TemporaryRedirect
        || error.ErrorCode is "PermanentRedirect" or "AuthorizationHeaderMalformed" or "IllegalLocationConstraintException";
}
