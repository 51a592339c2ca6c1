using System.Net;
using System.Security.Authentication;
using Amazon.EBS;
using Amazon.EBS.Model;
using Amazon.Runtime;

namespace Replication.Aws.Snapshots.Calls;

/// <summary>Which class a failure of EBS direct or EC2 belongs to.</summary>
internal static class FailureClassifier
{
    private static readonly HashSet<string> Throttling = new(StringComparer.Ordinal)
    {
        "RequestThrottledException", "RequestThrottled", "RequestLimitExceeded", "Throttling", "ThrottlingException", "SlowDown", "BandwidthLimitExceeded",
        "SnapshotCreationPerVolumeRateExceeded",
    };

    private static readonly HashSet<string> Quotas = new(StringComparer.Ordinal)
    {
        "ServiceQuotaExceededException", "ConcurrentLimitExceededException", "ConcurrentSnapshotLimitExceeded", "PendingSnapshotLimitExceeded",
        "SnapshotLimitExceeded", "ResourceLimitExceeded",
    };

    private static readonly HashSet<string> BadCredentials = new(StringComparer.Ordinal)
    {
        "UnrecognizedClientException", "InvalidClientTokenId", "AuthFailure", "ExpiredToken", "ExpiredTokenException", "InvalidSignatureException",
        "SignatureDoesNotMatch", "InvalidAccessKeyId", "InvalidToken", "RequestTimeTooSkewed", "MissingAuthenticationToken", "MissingAuthenticationTokenException", "IncompleteSignature", "RequestExpired",
    };

    private static readonly HashSet<string> Denials = new(StringComparer.Ordinal)
    {
        "AccessDeniedException", "AccessDenied", "UnauthorizedOperation", "OptInRequired", "Blocked",
    };

    private static readonly HashSet<string> Unavailable = new(StringComparer.Ordinal)
    {
        "InternalServerException", "InternalError", "InternalFailure", "ServiceUnavailable", "Unavailable", "RequestTimeout", "RequestTimeoutException",
    };

    public static AwsFailure Classify(Exception error) => error switch
    {
        AmazonServiceException service when IsAnswer(service) => OfService(service),
        AuthenticationException => AwsFailure.Certificate,
        TimeoutException => AwsFailure.Transient,
        { InnerException: { } inner } => Classify(inner),
        HttpRequestException or IOException or TimeoutException or OperationCanceledException or System.Net.Sockets.SocketException => AwsFailure.Transient,
        // Core says so when no link of the credential chain has anything.
        AmazonClientException => AwsFailure.Credentials,
        _ => AwsFailure.Refused,
    };

    /// <summary>Whether the service itself said it.</summary>
    public static bool IsAnswer(Exception error) =>
        error is Core.Errors.ReplicationException or AmazonServiceException { ErrorCode.Length: > 0 } or AmazonServiceException { StatusCode: not 0 };

    private static AwsFailure OfService(AmazonServiceException error) => error switch
    {
        ValidationException { Reason.Value: "INVALID_BLOCK_TOKEN" } => AwsFailure.TokenExpired,
        // Two writes of one block met, or a write took the service too long: neither says that the request is wrong.
        ValidationException { Reason.Value: "CONFLICTING_BLOCK_UPDATE" or "WRITE_REQUEST_TIMEOUT" } => AwsFailure.Transient,
        ResourceNotFoundException { Reason: null } => AwsFailure.NotFound,
        ResourceNotFoundException { Reason.Value: "SNAPSHOT_NOT_FOUND" } => AwsFailure.NotFound,
        _ => OfCode(error.ErrorCode ?? "", error.StatusCode),
    };

    private static AwsFailure OfCode(string code, HttpStatusCode status) => code switch
    {
        _ when Throttling.Contains(code) || status == HttpStatusCode.TooManyRequests => AwsFailure.Throttled,
        _ when Quotas.Contains(code) || status == HttpStatusCode.PaymentRequired => AwsFailure.QuotaExceeded,
        "InvalidSnapshot.NotFound" => AwsFailure.NotFound,
        "ConflictException" or "IdempotentParameterMismatch" => AwsFailure.Conflict,
        _ when BadCredentials.Contains(code) => AwsFailure.Credentials,
        _ when Denials.Contains(code) => AwsFailure.AccessDenied,
        _ when Unavailable.Contains(code) || (int)status >= 500 || status == HttpStatusCode.RequestTimeout => AwsFailure.Transient,
        _ when status == HttpStatusCode.Forbidden => AwsFailure.AccessDenied,
        _ => AwsFailure.Refused,
    };
}
