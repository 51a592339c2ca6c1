namespace Replication.Agent.Server.Errors;

/// <summary>What the host itself refuses, before any service is reached; each protocol has its own words for it.</summary>
public enum ServerFailure
{
    MissingAuthentication,
    IncompleteSignature,
    UnknownAccessKey,
    InvalidSessionToken,
    SignatureMismatch,
    ClockSkewed,
    WrongRegion,
    ServiceNotAllowed,
    UnknownService,
    UnknownOperation,
    PresignedNotSupported,
    PayloadNotSigned,
    PayloadMismatch,
    MalformedRequest,
    BodyTooLarge,
    Busy,
    Internal,
}
