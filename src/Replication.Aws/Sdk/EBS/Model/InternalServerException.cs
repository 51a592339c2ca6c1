using System.Net;
using Amazon.Runtime;

namespace Amazon.EBS.Model;

/// <summary>The service failed (HTTP 500).</summary>
public class InternalServerException : AmazonEBSException
{
    public InternalServerException(string message, Exception innerException, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode)
        : base(message, innerException, errorType, errorCode, requestId, statusCode)
    {
    }
}
