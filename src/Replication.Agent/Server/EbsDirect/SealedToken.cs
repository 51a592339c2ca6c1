using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Replication.Agent.Server.EbsDirect;

/// <summary>
/// Tokens that need no memory: a number and an expiry in clear, and an HMAC over them and the text they are bound to. The
/// secret lives as long as the server, so a restart invalidates all tokens, as listing again does at EBS.
/// Layout: number as 64-bit big endian, expiry in Unix seconds as 64-bit big endian, the first 16 bytes of HMAC-SHA-256.
/// </summary>
internal sealed class SealedToken(TimeProvider time)
{
    /// <summary>128 bits cannot be guessed, and keep the token at 44 characters.</summary>
    private const int MacSize = 16;

    private const int Size = 16 + MacSize;

    private readonly byte[] _secret = RandomNumberGenerator.GetBytes(32);

    public string Make(string purpose, long number, DateTimeOffset expiry)
    {
        Span<byte> token = stackalloc byte[Size];
        BinaryPrimitives.WriteInt64BigEndian(token, number);
        BinaryPrimitives.WriteInt64BigEndian(token[8..], expiry.ToUnixTimeSeconds());
        Mac(purpose, token[..16], token[16..]);
        return Convert.ToBase64String(token);
    }

    /// <summary>The number, or null when the token is not one of ours, of another purpose, or expired.</summary>
    public long? TryRead(string purpose, string text)
    {
        Span<byte> token = stackalloc byte[Size];
        Span<byte> expected = stackalloc byte[MacSize];
        if (!Convert.TryFromBase64String(text, token, out int written) || written != Size) return null;
        Mac(purpose, token[..16], expected);
        if (!CryptographicOperations.FixedTimeEquals(expected, token[16..])) return null;
        return BinaryPrimitives.ReadInt64BigEndian(token[8..]) > time.GetUtcNow().ToUnixTimeSeconds() ? BinaryPrimitives.ReadInt64BigEndian(token) : null;
    }

    private void Mac(string purpose, ReadOnlySpan<byte> content, Span<byte> mac)
    {
        Span<byte> text = stackalloc byte[512];
        content.CopyTo(text);
        int length = content.Length + Encoding.UTF8.GetBytes(purpose, text[content.Length..]);
        Span<byte> whole = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(_secret, text[..length], whole);
        whole[..MacSize].CopyTo(mac);
    }
}
