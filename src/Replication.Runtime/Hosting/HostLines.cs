using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Replication.Runtime.Hosting;

/// <summary>Reads and writes the lines of the protocol.</summary>
public static class HostLines
{
    public static Task WriteAsync(Stream stream, HostRequest request, CancellationToken cancellationToken) =>
        WriteAsync(stream, request, HostJson.Default.HostRequest, cancellationToken);

    public static Task WriteAsync(Stream stream, HostReply reply, CancellationToken cancellationToken) =>
        WriteAsync(stream, reply, HostJson.Default.HostReply, cancellationToken);

    /// <returns>Null when the other side left, or said something that is no request.</returns>
    public static Task<HostRequest?> ReadRequestAsync(Stream stream, CancellationToken cancellationToken) =>
        ReadAsync(stream, HostJson.Default.HostRequest, cancellationToken);

    /// <returns>Null when the other side left, or said something that is no reply.</returns>
    public static Task<HostReply?> ReadReplyAsync(Stream stream, CancellationToken cancellationToken) =>
        ReadAsync(stream, HostJson.Default.HostReply, cancellationToken);

    private static async Task WriteAsync<T>(Stream stream, T message, JsonTypeInfo<T> contract, CancellationToken cancellationToken) =>
        await stream.WriteAsync((byte[])[.. JsonSerializer.SerializeToUtf8Bytes(message, contract), (byte)'\n'], cancellationToken);

    private static async Task<T?> ReadAsync<T>(Stream stream, JsonTypeInfo<T> contract, CancellationToken cancellationToken) where T : class
    {
        byte[] line = new byte[HostProtocol.LongestLine];
        int length = 0;
        while (length < line.Length)
        {
            int read = await stream.ReadAsync(line.AsMemory(length), cancellationToken);
            if (read == 0) return null;
            int end = line.AsSpan(length, read).IndexOf((byte)'\n');
            length += read;
            if (end < 0) continue;
            try
            {
                return JsonSerializer.Deserialize(line.AsSpan(0, length - read + end), contract);
            }
            catch (JsonException)
            {
                return null;
            }
        }

        return null;
    }
}
