using System.IO.Compression;
using System.Text.Json;
using Replication.Agent.Server.Errors;
using Replication.Agent.Server.Hosting;

namespace Replication.Agent.Server.ReplicationV1;

/// <summary>
/// Bodies of requests, compressed or not. The bytes that arrive are read to their end and proved before a decoder sees
/// them, and a decoder's output is bounded by what the operation can use, however well it was compressed.
/// </summary>
internal static class V1Body
{
    /// <summary>Incompressible data grows a little when it is compressed.</summary>
    private const int EncodingOverhead = 4096;

    /// <summary>Tags and description, and room for escapes.</summary>
    private const int MaximumJson = 256 * 1024;

    /// <summary>At most <paramref name="maximum"/> bytes, decoded.</summary>
    public static async Task<byte[]> ReadAsync(ServerRequest request, int maximum)
    {
        string encoding = request.Http.Request.Headers.ContentEncoding.ToString();
        if (encoding is "" or "identity") return await request.Payload.ReadAllAsync(maximum, request.Aborted);
        if (encoding is not ("br" or "deflate")) throw V1Errors.Encoding(encoding);
        byte[] encoded = await request.Payload.ReadAllAsync(maximum + EncodingOverhead, request.Aborted);
        using var source = new MemoryStream(encoded, writable: false);
        await using Stream decoder = encoding == "br" ? new BrotliStream(source, CompressionMode.Decompress) : new ZLibStream(source, CompressionMode.Decompress);
        return await DecodeAsync(decoder, maximum, request.Aborted);
    }

    /// <summary>The body as JSON of the given shape.</summary>
    public static async Task<T> ReadJsonAsync<T>(ServerRequest request)
    {
        byte[] body = await ReadAsync(request, MaximumJson);
        try
        {
            return JsonSerializer.Deserialize<T>(body, V1Json.Options) ?? throw V1Errors.Malformed("The body is null.");
        }
        catch (JsonException error)
        {
            throw V1Errors.Malformed("The body is not JSON of the shape that the operation wants.", error);
        }
    }

    private static async Task<byte[]> DecodeAsync(Stream decoder, int maximum, CancellationToken cancellationToken)
    {
        using var decoded = new MemoryStream();
        var chunk = new byte[16 * 1024];
        try
        {
            for (int read = await decoder.ReadAsync(chunk, cancellationToken); read > 0; read = await decoder.ReadAsync(chunk, cancellationToken))
            {
                if (decoded.Length + read > maximum) throw V1Errors.TooLarge(maximum);
                decoded.Write(chunk, 0, read);
            }
        }
        catch (Exception error) when (error is InvalidDataException or InvalidOperationException or IOException)
        {
            throw V1Errors.Malformed("The body is not what its Content-Encoding says.", error);
        }

        return decoded.ToArray();
    }
}
