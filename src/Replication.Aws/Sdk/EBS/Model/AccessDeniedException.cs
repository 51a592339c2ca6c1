using System.Net;
using Amazon.Runtime;

namespace Amazon.EBS.Model;

/// <summary>The caller may not do this (HTTP 403).</summary>
public class AccessDeniedException : AmazonEBSException
{
    public AccessDeniedException(string message, Exception innerException, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode)
        : base(message, innerException, errorType, errorCode, requestId, statusCode)
    {
    }

    public AccessDeniedExceptionReason? Reason { get; set; }
}
