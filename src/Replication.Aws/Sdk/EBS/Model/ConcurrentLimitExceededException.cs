using System.Net;
using Amazon.Runtime;

namespace Amazon.EBS.Model;

/// <summary>Too many of these requests run at once (HTTP 400).</summary>
public class ConcurrentLimitExceededException : AmazonEBSException
{
    public ConcurrentLimitExceededException(string message, Exception innerException, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode)
        : base(message, innerException, errorType, errorCode, requestId, statusCode)
    {
    }
}
