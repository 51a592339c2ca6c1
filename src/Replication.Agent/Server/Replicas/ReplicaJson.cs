using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Replication.Agent.Server.Hosting;
using Replication.Agent.Server.ReplicationV1;
using Replication.Core.Serialization;

namespace Replication.Agent.Server.Replicas;

/// <summary>Documents of a replica server, in the dialect of the catalog: both ends have the same classes.</summary>
internal static class ReplicaJson
{
    /// <summary>Settings with a few hundred paths.</summary>
    private const int LongestDocument = 256 * 1024;

    public static async Task WriteAsync<T>(ServerRequest request, T value, int status = StatusCodes.Status200OK)
    {
        byte[] body = JsonSerializer.SerializeToUtf8Bytes(value, ReplicationJson.Compact);
        HttpResponse response = request.Http.Response;
        response.StatusCode = status;
        response.ContentType = "application/json";
        response.ContentLength = body.Length;
        await response.Body.WriteAsync(body, request.Aborted);
    }

    public static async Task<T> ReadAsync<T>(ServerRequest request)
    {
        byte[] body = await V1Body.ReadAsync(request, LongestDocument);
        try
        {
            return JsonSerializer.Deserialize<T>(body, ReplicationJson.Compact) ?? throw V1Errors.Malformed("The body is null.");
        }
        catch (JsonException error)
        {
            throw V1Errors.Malformed("The body is not JSON of the shape that the operation wants.", error);
        }
    }
}
