using System.Buffers;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Replication.Agent.Server.Hosting;

namespace Replication.Agent.Server.EbsDirect;

/// <summary>Writes JSON answers whole, so that an error while they are made is still an error on the wire.</summary>
internal static class EbsResponse
{
    public static async Task WriteAsync(ServerRequest request, int status, Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(4096);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            write(writer);
            writer.WriteEndObject();
        }

        HttpResponse response = request.Http.Response;
        response.StatusCode = status;
        response.ContentType = "application/json";
        response.ContentLength = buffer.WrittenCount;
        await response.Body.WriteAsync(buffer.WrittenMemory, request.Aborted);
    }

    /// <summary>Times are Unix seconds with a fraction, as rest-json has them.</summary>
    public static void WriteTime(Utf8JsonWriter json, string name, DateTimeOffset time) => json.WriteNumber(name, time.ToUnixTimeMilliseconds() / 1000m);
}
