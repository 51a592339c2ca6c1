using System.Net;
using Amazon.Runtime;

namespace Amazon.EBS.Model;

/// <summary>A quota of the account is used up (HTTP 402).</summary>
public class ServiceQuotaExceededException : AmazonEBSException
{
    public ServiceQuotaExceededException(string message, Exception innerException, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode)
        : base(message, innerException, errorType, errorCode, requestId, statusCode)
    {
    }

    public ServiceQuotaExceededExceptionReason? Reason { get; set; }
}
