using Amazon.Runtime;
using Replication.Aws.Sdk.Runtime;

namespace Amazon.EBS.Model.Internal;

/// <summary>The modelled exceptions of EBS direct out of an error answer.</summary>
internal static class EbsErrors
{
    public static AmazonEBSException ToException(RestJsonFault error, Exception? inner)
    {
        ErrorType type = (int)error.StatusCode >= 500 ? ErrorType.Receiver : ErrorType.Sender;
        // The base class takes null for what the answer did not say.
        Exception cause = inner!;
        string id = error.RequestId!;
        return error.Code switch
        {
            "AccessDeniedException" => new AccessDeniedException(error.Message, cause, type, error.Code, id, error.StatusCode) { Reason = error.Reason! },
            "ConcurrentLimitExceededException" => new ConcurrentLimitExceededException(error.Message, cause, type, error.Code, id, error.StatusCode),
            "ConflictException" => new ConflictException(error.Message, cause, type, error.Code, id, error.StatusCode),
            "InternalServerException" => new InternalServerException(error.Message, cause, type, error.Code, id, error.StatusCode),
            "RequestThrottledException" => new RequestThrottledException(error.Message, cause, type, error.Code, id, error.StatusCode) { Reason = error.Reason! },
            "ResourceNotFoundException" => new ResourceNotFoundException(error.Message, cause, type, error.Code, id, error.StatusCode) { Reason = error.Reason! },
            "ServiceQuotaExceededException" => new ServiceQuotaExceededException(error.Message, cause, type, error.Code, id, error.StatusCode) { Reason = error.Reason! },
            "ValidationException" => new ValidationException(error.Message, cause, type, error.Code, id, error.StatusCode) { Reason = error.Reason! },
            _ => new AmazonEBSException(error.Message, cause, type, error.Code, id, error.StatusCode),
        };
    }
}
