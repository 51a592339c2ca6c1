using System.Net;
using Amazon.Runtime;

namespace Amazon.EBS;

/// <summary>EBS direct refused or failed.</summary>
public class AmazonEBSException(
    string message, Exception innerException, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode)
    : AmazonServiceException(message, innerException, errorType, errorCode, requestId, statusCode);
