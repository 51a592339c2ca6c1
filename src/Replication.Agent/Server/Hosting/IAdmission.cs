using Microsoft.AspNetCore.Http;
using Replication.Agent.Server.Authentication;
using Replication.Agent.Server.Errors;

namespace Replication.Agent.Server.Hosting;

/// <summary>Decides who comes in, and what storage is his.</summary>
public interface IAdmission
{
    /// <summary>The service for a request without signature whose connection may say who asks; null where only signatures count.</summary>
    string? ServiceByConnection(HttpRequest request);

    /// <summary>Lets in by what the connection proved.</summary>
    /// <exception cref="ServiceException">Not let in, in the words of the service.</exception>
    ValueTask<ServerCaller> AdmitConnectionAsync(HttpContext http);

    /// <summary>Lets in by a key whose signature was verified.</summary>
    /// <exception cref="ServerException">The region is not served.</exception>
    /// <exception cref="ServiceException">Not let in, in the words of the service.</exception>
    ValueTask<ServerCaller> AdmitKeyAsync(HttpContext http, AccessKey key, string regionName);

    /// <summary>A request was refused before it reached a service, or by it.</summary>
    void NoteRefusal(HttpContext http, ServiceError error);
}
