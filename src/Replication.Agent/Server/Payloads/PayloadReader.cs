using System.Globalization;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Replication.Agent.Server.Authentication;
using Replication.Agent.Server.Errors;
using Replication.Agent.Server.Hosting;
using Replication.Core.Snapshots;

namespace Replication.Agent.Server.Payloads;

/// <summary>Checks a request's signature together with what it says of its body, and opens the body accordingly.</summary>
internal static class PayloadReader
{
    private const string Unsigned = "UNSIGNED-PAYLOAD";
    private const string StreamedUnsigned = "STREAMING-UNSIGNED-PAYLOAD-TRAILER";
    private const string Streamed = "STREAMING-AWS4-HMAC-SHA256-PAYLOAD";
    private const string StreamedTrailer = "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER";
    private const int HashDigits = 64;

    /// <summary>A body whose hash is only in the signature must be read before anything is known of the caller: little is accepted.</summary>
    private const int MaximumBuffered = 1024 * 1024;

    public static async ValueTask<RequestPayload> OpenAsync(
        HttpRequest request, AuthorizationHeader authorization, SigningKey signing, IServerEndpoints endpoints, CancellationToken cancellationToken)
    {
        string declared = request.Headers["x-amz-content-sha256"].ToString();
        if (declared.Length == 0) return await BufferAsync(request, authorization, signing, endpoints, cancellationToken);
        SignatureVerifier.Verify(request, authorization, signing, declared);
        switch (declared)
        {
            case Unsigned:
                EnsureUnsignedAllowed(request, endpoints);
                return new RequestPayload(request.Body, request.Body, request.ContentLength, endpoints.MaxBodyLength, null);
            case StreamedUnsigned:
                EnsureUnsignedAllowed(request, endpoints);
                return Chunked(request, null, hasTrailers: true, endpoints);
            case Streamed or StreamedTrailer:
                return Chunked(request, new ChunkSignatures(signing, authorization.Signature), declared == StreamedTrailer, endpoints);
            default:
                if (declared.Length != HashDigits || declared.AsSpan().ContainsAnyExcept("0123456789abcdef"))
                    throw new ServerException(ServerFailure.MalformedRequest, "x-amz-content-sha256 is neither a SHA-256 in lower-case hexadecimal nor a kind of payload that is supported.");
                return new RequestPayload(
                    new HashedPayloadStream(request.Body, declared), request.Body, request.ContentLength, endpoints.MaxBodyLength, BlockDigest.Parse(declared));
        }
    }

    private static async ValueTask<RequestPayload> BufferAsync(
        HttpRequest request, AuthorizationHeader authorization, SigningKey signing, IServerEndpoints endpoints, CancellationToken cancellationToken)
    {
        int maximum = (int)Math.Min(MaximumBuffered, endpoints.MaxBodyLength);
        byte[] body = await new RequestPayload(request.Body, request.Body, null, maximum, null).ReadAllAsync(maximum, cancellationToken);
        SignatureVerifier.Verify(request, authorization, signing, Convert.ToHexStringLower(SHA256.HashData(body)));
        var content = new MemoryStream(body, writable: false);
        return new RequestPayload(content, content, body.Length, maximum, null);
    }

    private static RequestPayload Chunked(HttpRequest request, ChunkSignatures? signatures, bool hasTrailers, IServerEndpoints endpoints)
    {
        long? length = long.TryParse(request.Headers["x-amz-decoded-content-length"], NumberStyles.None, CultureInfo.InvariantCulture, out long decoded) ? decoded : null;
        return new RequestPayload(new ChunkedPayloadStream(request.Body, signatures, hasTrailers, length), request.Body, length, endpoints.MaxBodyLength, null);
    }

    /// <summary>Without TLS and without a hash anybody on the way could replace the body, unless the operation proves it otherwise.</summary>
    private static void EnsureUnsignedAllowed(HttpRequest request, IServerEndpoints endpoints)
    {
        if (!request.IsHttps && !endpoints.AcceptsUnsignedPayload(request.Method))
            throw new ServerException(ServerFailure.PayloadNotSigned, "An unsigned payload is accepted over TLS only; sign its SHA-256.");
    }
}
