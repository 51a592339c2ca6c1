using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Replication.Agent.Server.Errors;

/// <summary>rest-json: the code in the header x-amzn-ErrorType, message and reason in a JSON body. EBS direct and /replication/v1.</summary>
/// <param name="maximumMessage">Characters that a message may have.</param>
public sealed class RestJsonErrorFormat(int maximumMessage = RestJsonErrorFormat.EbsMessage) : IErrorFormat
{
    /// <summary>ErrorMessage in the EBS model has at most so many characters.</summary>
    private const int EbsMessage = 256;

    public ServiceError Describe(ServerFailure failure, string message) => failure switch
    {
        ServerFailure.MissingAuthentication => new ServiceError(403, "MissingAuthenticationTokenException", message),
        ServerFailure.IncompleteSignature or ServerFailure.PresignedNotSupported => new ServiceError(403, "IncompleteSignatureException", message),
        ServerFailure.UnknownAccessKey or ServerFailure.InvalidSessionToken => new ServiceError(403, "UnrecognizedClientException", message),
        ServerFailure.SignatureMismatch or ServerFailure.ClockSkewed or ServerFailure.WrongRegion or ServerFailure.PayloadMismatch
            or ServerFailure.PayloadNotSigned => new ServiceError(403, "InvalidSignatureException", message),
        ServerFailure.UnknownService or ServerFailure.UnknownOperation => new ServiceError(404, "UnknownOperationException", message),
        ServerFailure.ServiceNotAllowed => new ServiceError(403, "AccessDeniedException", message, "UNAUTHORIZED_ACCOUNT"),
        ServerFailure.MalformedRequest => new ServiceError(400, "ValidationException", message, "INVALID_PARAMETER_VALUE"),
        ServerFailure.BodyTooLarge => new ServiceError(413, "RequestEntityTooLargeException", message),
        ServerFailure.Busy => new ServiceError(400, "RequestThrottledException", message, "ACCOUNT_THROTTLED"),
        _ => new ServiceError(500, "InternalServerException", message),
    };

    public async Task WriteAsync(HttpContext context, ServiceError error, string requestId)
    {
        HttpResponse response = context.Response;
        response.StatusCode = error.Status;
        response.ContentType = "application/json";
        response.Headers["x-amzn-ErrorType"] = error.Code;
        string message = error.Message.Length <= maximumMessage ? error.Message : error.Message[..maximumMessage];
        var body = new Dictionary<string, string> { ["Message"] = message };
        if (error.Reason is not null) body["Reason"] = error.Reason;
        byte[] bytes = JsonSerializer.SerializeToUtf8Bytes(body);
        response.ContentLength = bytes.Length;
        await response.Body.WriteAsync(bytes, context.RequestAborted);
    }
}
