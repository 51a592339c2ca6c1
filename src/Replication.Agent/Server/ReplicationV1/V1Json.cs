using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;
using Replication.Agent.Server.Hosting;

namespace Replication.Agent.Server.ReplicationV1;

/// <summary>JSON of /replication/v1: camel case, digests in lower-case hexadecimal, unknown members refused.</summary>
internal static class V1Json
{
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web)
    {
        // A sender whose wish is not understood must hear of it.
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        NumberHandling = JsonNumberHandling.Strict,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    public static async Task WriteAsync<T>(ServerRequest request, int status, T value)
    {
        byte[] body = JsonSerializer.SerializeToUtf8Bytes(value, Options);
        HttpResponse response = request.Http.Response;
        response.StatusCode = status;
        response.ContentType = "application/json";
        response.ContentLength = body.Length;
        await response.Body.WriteAsync(body, request.Aborted);
    }

    /// <summary>One line of an answer in lines.</summary>
    public static async Task WriteLineAsync<T>(ServerRequest request, T value)
    {
        HttpResponse response = request.Http.Response;
        if (!response.HasStarted) response.ContentType = "application/x-ndjson";
        await response.Body.WriteAsync((byte[])[.. JsonSerializer.SerializeToUtf8Bytes(value, Options), (byte)'\n'], request.Aborted);
    }
}
