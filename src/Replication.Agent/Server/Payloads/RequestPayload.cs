using Replication.Agent.Server.Errors;
using Replication.Core.Snapshots;

namespace Replication.Agent.Server.Payloads;

/// <summary>The body of an authenticated request. Reading it to its end proves it, in the way the client signed it.</summary>
public sealed class RequestPayload
{
    /// <summary>A block, compressed or not. Whoever announces more is believed as far as it has arrived.</summary>
    private const int LongestAnnounced = 1024 * 1024;

    private readonly Stream _raw;
    private readonly long _maximum;

    internal RequestPayload(Stream content, Stream raw, long? length, long maximum, BlockDigest? signedDigest)
    {
        Content = content;
        _raw = raw;
        _maximum = maximum;
        Length = length;
        SignedDigest = signedDigest;
    }

    /// <summary>The content, decoded from aws-chunked. The read that returns 0 has proved everything before it; an error means none of it may be used.</summary>
    public Stream Content { get; }

    /// <summary>Bytes of the content, where the client says so beforehand.</summary>
    public long? Length { get; }

    /// <summary>SHA-256 that the signature promises of the whole body.</summary>
    public BlockDigest? SignedDigest { get; }

    /// <summary>Trailing headers of an aws-chunked body (checksums); complete once the content was read to its end.</summary>
    public IReadOnlyDictionary<string, string> Trailers => Content is ChunkedPayloadStream chunked ? chunked.Trailers : System.Collections.ObjectModel.ReadOnlyDictionary<string, string>.Empty;

    /// <summary>The whole content, proved, at most <paramref name="maximum"/> bytes.</summary>
    public async ValueTask<byte[]> ReadAllAsync(int maximum, CancellationToken cancellationToken)
    {
        if (Length is > 0 and <= LongestAnnounced && Length <= maximum) return await ReadAnnouncedAsync((int)Length, cancellationToken);
        using var buffer = new MemoryStream();
        var chunk = new byte[16 * 1024];
        for (int read = await Content.ReadAsync(chunk, cancellationToken); read > 0; read = await Content.ReadAsync(chunk, cancellationToken))
        {
            if (buffer.Length + read > Math.Min(maximum, _maximum)) throw new ServerException(ServerFailure.BodyTooLarge, $"The body is longer than {maximum} bytes.");
            buffer.Write(chunk, 0, read);
        }

        return buffer.ToArray();
    }

    /// <summary>Into a buffer of the right size: one that grows by doubling, and a copy of it, would take four times as much of every block.</summary>
    private async ValueTask<byte[]> ReadAnnouncedAsync(int length, CancellationToken cancellationToken)
    {
        var whole = new byte[length];
        int read = await Content.ReadAtLeastAsync(whole, length, throwOnEndOfStream: false, cancellationToken);
        // The read that finds the end proves what came before it.
        if (read == length && await Content.ReadAsync(new byte[1], cancellationToken) > 0) throw new ServerException(ServerFailure.BodyTooLarge, $"The body is longer than the {length} bytes that were announced.");
        return read == length ? whole : whole[..read];
    }

    /// <summary>
    /// Fills the buffer; false when the body is shorter or longer. With <paramref name="digestCheckedByCaller"/> equal
    /// to the signed digest the body is not hashed here: whoever checks that digest has proved the signature too.
    /// </summary>
    public async ValueTask<bool> TryReadExactlyAsync(Memory<byte> buffer, BlockDigest? digestCheckedByCaller, CancellationToken cancellationToken)
    {
        Stream source = digestCheckedByCaller is { } digest && digest == SignedDigest ? _raw : Content;
        if (await source.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken) < buffer.Length) return false;
        return await source.ReadAsync(new byte[1], cancellationToken) == 0;
    }
}
