using System.Net;
using Amazon.S3;
using Replication.Core.Errors;

namespace Replication.Aws.Manifests;

/// <summary>What S3 answers, as errors of the port.</summary>
internal static class S3Errors
{
    private const string ReadAgain = "Read it again and decide anew.";

    public static bool IsMissing(AmazonS3Exception error) => error.StatusCode == HttpStatusCode.NotFound && error.ErrorCode != "NoSuchBucket";

    /// <summary>The condition of the request does not hold.</summary>
    public static bool IsRefusedCondition(AmazonS3Exception error) => error.StatusCode == HttpStatusCode.PreconditionFailed;

    /// <summary>Another conditional request on the same key was under way; S3 asks to try again.</summary>
    public static bool IsRace(AmazonS3Exception error) => error.StatusCode == HttpStatusCode.Conflict && error.ErrorCode == "ConditionalRequestConflict";

    /// <summary>A server that speaks S3 and does not know conditions on this call.</summary>
    public static bool IsNotImplemented(AmazonS3Exception error) => error.StatusCode == HttpStatusCode.NotImplemented;

    public static SnapshotStoreException Corrupt(string target, string found, Exception? inner = null) => new("CorruptManifest", target, found, inner: inner);

    public static SnapshotStoreException StillRacing(string target, Exception inner) =>
        new("ManifestConflict", target, "others keep writing it.", "that nobody else writes it.", ReadAgain, inner);

    public static SnapshotStoreException Map(Exception error, S3ManifestLocation location, string target) => error switch
    {
        AmazonS3Exception { ErrorCode: "NoSuchBucket" } => new SnapshotStoreException(
            "BucketNotFound", $"bucket {location.Bucket}", "there is none.", "a bucket for manifests.", "Create it, or correct its name.", error),
        AmazonS3Exception s3 when IsOtherRegion(s3) => new SnapshotStoreException(
            "BucketInOtherRegion", $"bucket {location.Bucket}", "it is in another region.", "a bucket in the region of the site.", inner: error),
        AmazonS3Exception { StatusCode: HttpStatusCode.Forbidden } denied => new SnapshotStoreException(
            "StoreAccessDenied",
            target,
            $"S3 says {denied.ErrorCode}.",
            location.ExpectedOwner is null ? "s3:GetObject, PutObject, DeleteObject and ListBucket." : $"these permissions, in a bucket that account {location.ExpectedOwner} owns.",
            inner: error),
        AmazonS3Exception s3 when (int)s3.StatusCode is < 500 and >= 400 && s3.StatusCode != HttpStatusCode.TooManyRequests && s3.ErrorCode != "RequestTimeout" =>
            new SnapshotStoreException("StoreInputOutput", target, $"S3 says {s3.ErrorCode}: {s3.Message}", inner: error),
        _ => new S3TransientException(target, error.Message, error),
    };

    public static bool IsOtherRegion(AmazonS3Exception error) =>
        error.StatusCode is HttpStatusCode.MovedPermanently or HttpStatusCode.TemporaryRedirect
        || error.ErrorCode is "PermanentRedirect" or "AuthorizationHeaderMalformed" or "IllegalLocationConstraintException";
}
