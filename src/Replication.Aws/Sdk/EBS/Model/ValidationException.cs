using System.Net;
using Amazon.Runtime;

namespace Amazon.EBS.Model;

/// <summary>The request is not valid (HTTP 400).</summary>
public class ValidationException : AmazonEBSException
{
    public ValidationException(string message, Exception innerException, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode)
        : base(message, innerException, errorType, errorCode, requestId, statusCode)
    {
    }

    public ValidationExceptionReason? Reason { get; set; }
}
