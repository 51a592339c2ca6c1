using System.Security.Cryptography;
using Replication.Agent.Server.Errors;
using Replication.Core.Streams;

namespace Replication.Agent.Server.Payloads;

/// <summary>A body whose SHA-256 was signed: the read that finds its end fails when the content is another.</summary>
internal sealed class HashedPayloadStream(Stream body, string signedHash) : ReadOnlyStream
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private bool _ended;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_ended || buffer.IsEmpty) return 0;
        int read = await body.ReadAsync(buffer, cancellationToken);
        if (read > 0)
        {
            _hash.AppendData(buffer.Span[..read]);
            return read;
        }

        _ended = true;
        return Convert.ToHexStringLower(_hash.GetHashAndReset()) == signedHash
            ? 0
            : throw new ServerException(ServerFailure.PayloadMismatch, "The body does not have the SHA-256 that was signed in x-amz-content-sha256.");
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) _hash.Dispose();
        base.Dispose(disposing);
    }
}
