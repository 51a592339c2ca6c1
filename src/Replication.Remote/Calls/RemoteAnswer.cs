using System.Buffers;
using System.Net.Http.Headers;

namespace Replication.Remote.Calls;

/// <summary>An answer whose body is still to be read. Whatever arrives moves the deadline on.</summary>
internal sealed class RemoteAnswer(HttpResponseMessage response, Stream body, StallGuard guard, WireTraffic traffic) : IAsyncDisposable
{
    public int Status => (int)response.StatusCode;

    /// <summary>Bytes of the body so far.</summary>
    public long Received { get; private set; }

    public string? Encoding => response.Content.Headers.ContentEncoding.FirstOrDefault();

    public EntityTagHeaderValue? EntityTag => response.Headers.ETag;

    public string? Header(string name) => response.Headers.TryGetValues(name, out IEnumerable<string>? values) ? values.FirstOrDefault() : null;

    /// <summary>Up to the buffer's length; 0 at the end. An answer that breaks off is an error, never an end.</summary>
    public async ValueTask<int> ReadAsync(Memory<byte> buffer)
    {
        int read;
        try
        {
            read = await body.ReadAsync(buffer, guard.Token);
        }
        catch (OperationCanceledException stalled) when (guard.Stalled)
        {
            // Not a cancellation by the caller, and to be repeated.
            throw new TimeoutException("The answer stopped on its way.", stalled);
        }

        guard.Moved();
        Received += read;
        traffic.AddReceived(read);
        return read;
    }

    /// <summary>Fills the buffer as far as the body goes; the number of bytes.</summary>
    public async ValueTask<int> FillAsync(Memory<byte> buffer)
    {
        int filled = 0;
        while (filled < buffer.Length)
        {
            int read = await ReadAsync(buffer[filled..]);
            if (read == 0) break;
            filled += read;
        }

        return filled;
    }

    /// <summary>The whole body.</summary>
    /// <exception cref="InvalidDataException">It is longer than that.</exception>
    public async Task<byte[]> ReadAllAsync(int maximum)
    {
        byte[] chunk = ArrayPool<byte>.Shared.Rent(64 * 1024);
        try
        {
            using var whole = new MemoryStream();
            for (int read = await ReadAsync(chunk); read > 0; read = await ReadAsync(chunk))
            {
                if (whole.Length + read > maximum) throw new InvalidDataException($"The answer is longer than {maximum} bytes.");
                whole.Write(chunk, 0, read);
            }

            return whole.ToArray();
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(chunk);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await body.DisposeAsync();
        response.Dispose();
        guard.Dispose();
    }
}
