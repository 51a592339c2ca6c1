using System.Net;
using Amazon.Runtime;

namespace Amazon.EBS.Model;

/// <summary>The snapshot, or something it depends on, is not there (HTTP 404).</summary>
public class ResourceNotFoundException : AmazonEBSException
{
    public ResourceNotFoundException(string message, Exception innerException, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode)
        : base(message, innerException, errorType, errorCode, requestId, statusCode)
    {
    }

    public ResourceNotFoundExceptionReason? Reason { get; set; }
}
