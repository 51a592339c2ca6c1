using Microsoft.AspNetCore.Http;

namespace Replication.Agent.Server.Errors;

/// <summary>How one protocol says no: the words for what the host refuses, and the shape of any error.</summary>
public interface IErrorFormat
{
    ServiceError Describe(ServerFailure failure, string message);

    Task WriteAsync(HttpContext context, ServiceError error, string requestId);
}
