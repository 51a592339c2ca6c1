using System.Net;
using Amazon.Runtime;

namespace Amazon.EBS.Model;

/// <summary>The request rate is above the account's or the snapshot's limit (HTTP 400).</summary>
public class RequestThrottledException : AmazonEBSException
{
    public RequestThrottledException(string message, Exception innerException, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode)
        : base(message, innerException, errorType, errorCode, requestId, statusCode)
    {
    }

    public RequestThrottledExceptionReason? Reason { get; set; }
}
