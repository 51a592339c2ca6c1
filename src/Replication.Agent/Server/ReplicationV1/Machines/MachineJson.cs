using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;
using Replication.Agent.Server.Hosting;
using Replication.Core.Serialization;

namespace Replication.Agent.Server.ReplicationV1.Machines;

/// <summary>Documents of machines and sessions: the dialect of manifests, unknown members refused.</summary>
internal static class MachineJson
{
    private const int LongestBody = 1 << 20;

    private static readonly JsonSerializerOptions Strict = new(ReplicationJson.Compact)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    public static async Task<T> ReadAsync<T>(ServerRequest request)
    {
        byte[] body = await V1Body.ReadAsync(request, LongestBody);
        try
        {
            return JsonSerializer.Deserialize<T>(body, Strict) ?? throw V1Errors.Malformed("The body is null.");
        }
        catch (JsonException error)
        {
            throw V1Errors.Malformed("The body is not JSON of the shape that the operation wants.", error);
        }
    }

    public static async Task WriteAsync<T>(ServerRequest request, T value)
    {
        byte[] body = JsonSerializer.SerializeToUtf8Bytes(value, ReplicationJson.Compact);
        HttpResponse response = request.Http.Response;
        response.ContentType = "application/json";
        response.ContentLength = body.Length;
        await response.Body.WriteAsync(body, request.Aborted);
    }
}
