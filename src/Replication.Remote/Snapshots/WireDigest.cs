using Replication.Core.Snapshots;

namespace Replication.Remote.Snapshots;

/// <summary>Digests in headers and documents: 64 hexadecimal digits, all zeros for a block of zeros.</summary>
internal static class WireDigest
{
    /// <exception cref="InvalidDataException">It is none.</exception>
    public static BlockDigest Parse(string? text) => text is { Length: 2 * BlockDigest.Size } && text.All(char.IsAsciiHexDigit)
        ? BlockDigest.Parse(text)
        : throw new InvalidDataException($"'{text}' is not a SHA-256 in hexadecimal.");

    /// <summary>As stores name a block of zeros when it is read: absent.</summary>
    public static BlockDigest Normalize(BlockDigest digest) => digest == BlockDigest.OfZeroBlock ? default : digest;
}
