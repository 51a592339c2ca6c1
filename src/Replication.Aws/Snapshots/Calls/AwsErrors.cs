using System.Globalization;
using System.Net;
using Amazon.Runtime;
using Replication.Core.Errors;

namespace Replication.Aws.Snapshots.Calls;

/// <summary>What the user is told about a call that failed. Messages of the service are passed on; they hold no secret.</summary>
internal static class AwsErrors
{
    public static SnapshotStoreException From(string operation, string target, AwsFailure failure, Exception error, TimeSpan elapsed)
    {
        string said = Said(error);
        string tried = elapsed < TimeSpan.FromSeconds(1) ? "" : string.Create(CultureInfo.InvariantCulture, $" It was tried for {elapsed.TotalSeconds:F0} s.");
        return failure switch
        {
            AwsFailure.Throttled => new AwsCallException(
                "AwsThrottled", $"{operation} of {target}", $"the account's request rate stays used up ({said}).{tried}", "room in the account's request rate.",
                "Run again when less is going on in the account, or have the quota raised.", true, error),
            AwsFailure.QuotaExceeded => new AwsCallException(
                "AwsQuotaExceeded", $"{operation} of {target}", $"a quota of the account stays used up ({said}).{tried}", "a free place in that quota.",
                "Remove pending snapshots that nobody needs, or have the quota raised.", true, error),
            AwsFailure.Transient => new AwsCallException(
                "AwsUnavailable", $"{operation} of {target}", $"the service does not answer as it should ({said}).{tried}", "a service that answers.",
                "Run again; what was done is kept.", true, error),
            AwsFailure.NotFound => new SnapshotStoreException(
                ErrorIds.SnapshotNotFound, $"snapshot '{target}'", $"there is no such snapshot ({said}).{tried}", inner: error),
            AwsFailure.Conflict => new AwsCallException(
                "ClientTokenConflict", $"{operation} of {target}", said, "the same parameters, or another token.", null, false, error),
            AwsFailure.AccessDenied => new AwsCallException(
                "AwsAccessDenied", $"{operation} of {target}", said, "the permission to do this.", "Add it to the policy of the role or user.", false, error),
            AwsFailure.Credentials => new AwsCallException(
                "AwsCredentialsRejected", $"{operation} of {target}", said, "credentials that the service accepts.",
                "Check the profile or role, that it has not expired, and this machine's clock.", false, error),
            AwsFailure.Certificate => new AwsCallException(
                "AwsCertificateNotTrusted", $"{operation} of {target}", said, "a certificate that this machine trusts.",
                "Name the certificate authority's file in the site's settings.", false, error),
            _ => new AwsCallException("AwsRequestRefused", $"{operation} of {target}", said, null, null, false, error),
        };
    }

    /// <summary>What EC2 says about a snapshot that it does not know.</summary>
    public static AmazonServiceException NoSuchSnapshot() =>
        new("EC2 does not list it.", ErrorType.Sender, "InvalidSnapshot.NotFound", null, HttpStatusCode.BadRequest);

    private static string Said(Exception error)
    {
        for (Exception? at = error; at is not null; at = at.InnerException)
        {
            if (at is AmazonServiceException { ErrorCode: { Length: > 0 } code }) return $"{code}: {at.Message}";
        }

        return error.GetBaseException().Message;
    }
}
