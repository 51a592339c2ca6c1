using System.Security.Cryptography;
using System.Text;
using Replication.Agent.Server.Authentication;
using Replication.Agent.Server.Errors;

namespace Replication.Agent.Server.Payloads;

/// <summary>The chain of signatures of a streamed payload, each over the one before it.</summary>
internal sealed class ChunkSignatures(SigningKey key, string requestSignature)
{
    private static readonly string HashOfNothing = Convert.ToHexStringLower(SHA256.HashData([]));

    private string _previous = requestSignature;

    public void VerifyChunk(byte[] chunkHash, string given) =>
        Verify($"{AuthorizationHeader.Algorithm}-PAYLOAD\n{key.Timestamp}\n{key.Scope}\n{_previous}\n{HashOfNothing}\n{Convert.ToHexStringLower(chunkHash)}", given);

    public void VerifyTrailers(IReadOnlyDictionary<string, string> trailers, string given)
    {
        string canonical = string.Concat(trailers.OrderBy(trailer => trailer.Key, StringComparer.Ordinal).Select(trailer => $"{trailer.Key.ToLowerInvariant()}:{trailer.Value}\n"));
        string hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(canonical)));
        Verify($"{AuthorizationHeader.Algorithm}-TRAILER\n{key.Timestamp}\n{key.Scope}\n{_previous}\n{hash}", given);
    }

    private void Verify(string text, string given)
    {
        string expected = key.Sign(text);
        if (!SigningKey.AreEqual(expected, given)) throw new ServerException(ServerFailure.SignatureMismatch, "The signature of a chunk of the body does not match.");
        _previous = expected;
    }
}
