using System.Globalization;
using System.Security.Cryptography;
using Replication.Agent.Server.Authentication;
using Replication.Agent.Server.Errors;
using Replication.Core.Streams;

namespace Replication.Agent.Server.Payloads;

/// <summary>
/// The content of an aws-chunked body. Per chunk: size in hexadecimal, with signatures ";chunk-signature=" and 64
/// digits, CRLF, data, CRLF. A chunk of size 0 ends the data; trailing headers and an empty line may follow. Each
/// signature covers the one before it, the first one that of the request. A chunk is proved when its end is read, so
/// only a stream that was read to its own end without an error is proved.
/// </summary>
internal sealed class ChunkedPayloadStream(Stream body, ChunkSignatures? signatures, bool hasTrailers, long? decodedLength) : ReadOnlyStream
{
    /// <summary>Longest line of framing: a size, a signature, or one trailing header.</summary>
    private const int MaximumLine = 1024;

    private const int MaximumTrailers = 16;

    private readonly LineReader _reader = new(body, MaximumLine);
    private readonly IncrementalHash? _hash = signatures is null ? null : IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private string _chunkSignature = "";
    private long _leftInChunk;
    private long _total;
    private bool _ended;

    /// <summary>Trailing headers, lower-case; complete once the end was read.</summary>
    public Dictionary<string, string> Trailers { get; } = new(StringComparer.OrdinalIgnoreCase);

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_ended || buffer.IsEmpty) return 0;
        if (_leftInChunk == 0 && !await NextChunkAsync(cancellationToken)) return 0;
        int read = await _reader.ReadAsync(buffer[..(int)Math.Min(buffer.Length, _leftInChunk)], cancellationToken);
        if (read == 0) throw Malformed("the body ends within a chunk.");
        _hash?.AppendData(buffer.Span[..read]);
        _leftInChunk -= read;
        _total += read;
        if (_leftInChunk == 0)
        {
            if ((await _reader.ReadLineAsync(cancellationToken)).Length != 0) throw Malformed("a chunk is longer than its size.");
            VerifyChunk();
        }

        return read;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) _hash?.Dispose();
        base.Dispose(disposing);
    }

    private static ServerException Malformed(string found) => new(ServerFailure.MalformedRequest, $"The aws-chunked body is malformed: {found}");

    private async ValueTask<bool> NextChunkAsync(CancellationToken cancellationToken)
    {
        string[] header = (await _reader.ReadLineAsync(cancellationToken)).Split(';');
        if (!long.TryParse(header[0], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out _leftInChunk) || _leftInChunk < 0)
            throw Malformed("a chunk has no size.");
        if (signatures is not null)
        {
            const string name = "chunk-signature=";
            if (header.Length != 2 || !header[1].StartsWith(name, StringComparison.Ordinal)) throw Malformed("a chunk has no signature.");
            _chunkSignature = header[1][name.Length..];
        }

        if (_leftInChunk > 0) return true;
        VerifyChunk();
        await ReadTrailersAsync(cancellationToken);
        if (decodedLength is { } expected && expected != _total) throw Malformed($"it holds {_total} bytes where x-amz-decoded-content-length says {expected}.");
        _ended = true;
        return false;
    }

    private void VerifyChunk()
    {
        if (_hash is not null) signatures!.VerifyChunk(_hash.GetHashAndReset(), _chunkSignature);
    }

    private async ValueTask ReadTrailersAsync(CancellationToken cancellationToken)
    {
        string? signature = null;
        for (string line = await _reader.ReadLineAsync(cancellationToken); line.Length > 0; line = await _reader.ReadLineAsync(cancellationToken))
        {
            int colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon <= 0 || Trailers.Count >= MaximumTrailers) throw Malformed("its trailing headers.");
            string name = line[..colon].Trim();
            string value = line[(colon + 1)..].Trim();
            if (name.Equals("x-amz-trailer-signature", StringComparison.OrdinalIgnoreCase)) signature = value;
            else if (!Trailers.TryAdd(name, value)) throw Malformed("a trailing header comes twice.");
        }

        if (!hasTrailers && Trailers.Count > 0) throw Malformed("trailing headers were not announced.");
        if (signatures is not null && hasTrailers) signatures.VerifyTrailers(Trailers, signature ?? "");
    }
}
