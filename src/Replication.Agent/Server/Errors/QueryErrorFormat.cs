using System.Xml.Linq;
using Microsoft.AspNetCore.Http;

namespace Replication.Agent.Server.Errors;

/// <summary>The EC2 query protocol: an XML document Response/Errors/Error.</summary>
public sealed class QueryErrorFormat : IErrorFormat
{
    public ServiceError Describe(ServerFailure failure, string message) => failure switch
    {
        ServerFailure.MissingAuthentication => new ServiceError(400, "MissingAuthenticationToken", message),
        ServerFailure.IncompleteSignature or ServerFailure.PresignedNotSupported => new ServiceError(400, "IncompleteSignature", message),
        ServerFailure.UnknownAccessKey => new ServiceError(401, "AuthFailure", message),
        ServerFailure.InvalidSessionToken => new ServiceError(403, "InvalidClientTokenId", message),
        ServerFailure.SignatureMismatch or ServerFailure.WrongRegion or ServerFailure.PayloadMismatch or ServerFailure.PayloadNotSigned =>
            new ServiceError(403, "SignatureDoesNotMatch", message),
        ServerFailure.ClockSkewed => new ServiceError(400, "RequestExpired", message),
        ServerFailure.UnknownService or ServerFailure.UnknownOperation => new ServiceError(400, "InvalidAction", message),
        ServerFailure.ServiceNotAllowed => new ServiceError(403, "UnauthorizedOperation", message),
        ServerFailure.MalformedRequest => new ServiceError(400, "InvalidParameterValue", message),
        ServerFailure.BodyTooLarge => new ServiceError(413, "RequestEntityTooLarge", message),
        ServerFailure.Busy => new ServiceError(503, "RequestLimitExceeded", message),
        _ => new ServiceError(500, "InternalError", message),
    };

    public Task WriteAsync(HttpContext context, ServiceError error, string requestId) => XmlResponse.WriteAsync(
        context, error.Status,
        new XElement(
            "Response",
            new XElement("Errors", new XElement("Error", new XElement("Code", error.Code), new XElement("Message", error.Message))),
            new XElement(XmlNames.QueryRequestId, requestId)));
}
