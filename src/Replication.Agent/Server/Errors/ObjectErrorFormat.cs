using System.Xml.Linq;
using Microsoft.AspNetCore.Http;

namespace Replication.Agent.Server.Errors;

/// <summary>rest-xml as S3 speaks it: an XML document Error; answers to HEAD have no body.</summary>
public sealed class ObjectErrorFormat : IErrorFormat
{
    public ServiceError Describe(ServerFailure failure, string message) => failure switch
    {
        ServerFailure.MissingAuthentication or ServerFailure.PresignedNotSupported or ServerFailure.ServiceNotAllowed => new ServiceError(403, "AccessDenied", message),
        ServerFailure.IncompleteSignature or ServerFailure.WrongRegion => new ServiceError(400, "AuthorizationHeaderMalformed", message),
        ServerFailure.UnknownAccessKey => new ServiceError(403, "InvalidAccessKeyId", message),
        ServerFailure.InvalidSessionToken => new ServiceError(400, "InvalidToken", message),
        ServerFailure.SignatureMismatch or ServerFailure.PayloadNotSigned => new ServiceError(403, "SignatureDoesNotMatch", message),
        ServerFailure.PayloadMismatch => new ServiceError(400, "XAmzContentSHA256Mismatch", message),
        ServerFailure.ClockSkewed => new ServiceError(403, "RequestTimeTooSkewed", message),
        ServerFailure.UnknownService or ServerFailure.UnknownOperation => new ServiceError(405, "MethodNotAllowed", message),
        ServerFailure.MalformedRequest => new ServiceError(400, "InvalidArgument", message),
        ServerFailure.BodyTooLarge => new ServiceError(400, "EntityTooLarge", message),
        ServerFailure.Busy => new ServiceError(503, "SlowDown", message),
        _ => new ServiceError(500, "InternalError", message),
    };

    public Task WriteAsync(HttpContext context, ServiceError error, string requestId)
    {
        if (HttpMethods.IsHead(context.Request.Method))
        {
            context.Response.StatusCode = error.Status;
            return Task.CompletedTask;
        }

        return XmlResponse.WriteAsync(
            context, error.Status,
            new XElement(
                "Error", new XElement("Code", error.Code), new XElement("Message", error.Message),
                new XElement("Resource", context.Request.Path.Value), new XElement(XmlNames.ObjectRequestId, requestId)));
    }
}
