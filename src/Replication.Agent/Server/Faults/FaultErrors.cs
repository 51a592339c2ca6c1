using Replication.Agent.Server.Errors;

namespace Replication.Agent.Server.Faults;

/// <summary>The error that the real service would answer with.</summary>
internal static class FaultErrors
{
    private const string Text = "Injected by the fault configuration of the server.";

    public static ServiceError For(FaultKind kind, string service, string? resource) => service switch
    {
        "ec2" or "sts" => ForQuery(kind, resource),
        "s3" => ForObjects(kind),
        _ => ForRestJson(kind),
    };

    private static ServiceError ForRestJson(FaultKind kind) => kind switch
    {
        FaultKind.Throttle => new ServiceError(400, "RequestThrottledException", Text, "ACCOUNT_THROTTLED"),
        FaultKind.Quota => new ServiceError(402, "ServiceQuotaExceededException", Text, "DEPENDENCY_SERVICE_QUOTA_EXCEEDED"),
        FaultKind.ExpiredBlockToken => new ServiceError(400, "ValidationException", Text, "INVALID_BLOCK_TOKEN"),
        FaultKind.ExpiredCredentials => new ServiceError(403, "ExpiredTokenException", Text),
        FaultKind.NotFoundAfterCreation => new ServiceError(404, "ResourceNotFoundException", Text, "SNAPSHOT_NOT_FOUND"),
        FaultKind.Unavailable => new ServiceError(503, "ServiceUnavailableException", Text),
        _ => new ServiceError(500, "InternalServerException", Text),
    };

    private static ServiceError ForQuery(FaultKind kind, string? resource) => kind switch
    {
        FaultKind.Throttle => new ServiceError(503, "RequestLimitExceeded", Text),
        FaultKind.Quota => new ServiceError(400, "ResourceLimitExceeded", Text),
        FaultKind.ExpiredCredentials => new ServiceError(400, "RequestExpired", Text),
        FaultKind.NotFoundAfterCreation => new ServiceError(400, NotFound(resource), Text),
        FaultKind.Unavailable => new ServiceError(503, "Unavailable", Text),
        _ => new ServiceError(500, "InternalError", Text),
    };

    private static ServiceError ForObjects(FaultKind kind) => kind switch
    {
        FaultKind.Throttle => new ServiceError(503, "SlowDown", Text),
        FaultKind.Quota => new ServiceError(403, "QuotaExceeded", Text),
        FaultKind.ExpiredCredentials => new ServiceError(400, "ExpiredToken", Text),
        FaultKind.NotFoundAfterCreation => new ServiceError(404, "NoSuchKey", Text),
        FaultKind.Unavailable => new ServiceError(503, "ServiceUnavailable", Text),
        _ => new ServiceError(500, "InternalError", Text),
    };

    /// <summary>EC2 has a code for each kind of thing, which shows in the prefix of its id.</summary>
    private static string NotFound(string? resource) => (resource ?? "").Split('-')[0] switch
    {
        "snap" => "InvalidSnapshot.NotFound",
        "vol" => "InvalidVolume.NotFound",
        "ami" => "InvalidAMIID.NotFound",
        "eni" => "InvalidNetworkInterfaceID.NotFound",
        "sg" => "InvalidGroup.NotFound",
        "subnet" => "InvalidSubnetID.NotFound",
        _ => "InvalidInstanceID.NotFound",
    };
}
