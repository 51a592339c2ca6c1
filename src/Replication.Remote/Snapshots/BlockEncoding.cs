using System.IO.Compression;

namespace Replication.Remote.Snapshots;

/// <summary>Brotli of single blocks, where it pays.</summary>
internal static class BlockEncoding
{
    public const string Name = "br";

    /// <summary>Sender and receiver hash at the same time; higher levels cost several times as much for a few percent.</summary>
    private const int Quality = 1;

    private const int Window = 20;

    /// <summary>What does not become an eighth shorter travels as it is: decoding it at the other end would cost more than it saves.</summary>
    public static bool TryEncode(ReadOnlySpan<byte> data, Span<byte> destination, out int length) =>
        BrotliEncoder.TryCompress(data, destination[..(data.Length - data.Length / 8)], out length, Quality, Window);

    /// <summary>Fills the destination; false when that is not what it decodes to.</summary>
    public static bool TryDecode(ReadOnlySpan<byte> encoded, Span<byte> destination) =>
        BrotliDecoder.TryDecompress(encoded, destination, out int length) && length == destination.Length;
}
