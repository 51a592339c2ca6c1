using System.Net;
using Amazon.Runtime;

namespace Amazon.EBS.Model;

/// <summary>The client token belongs to another request (HTTP 409).</summary>
public class ConflictException : AmazonEBSException
{
    public ConflictException(string message, Exception innerException, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode)
        : base(message, innerException, errorType, errorCode, requestId, statusCode)
    {
    }
}
