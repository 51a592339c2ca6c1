using System.Security.Cryptography;
using System.Text;

namespace Replication.Store.Files;

/// <summary>
/// A small file that is either exactly what was written or refused: the payload, then one last line with the SHA-256
/// of everything before the digest (format.md, "Sealed documents"). Written to a temporary name, flushed, renamed,
/// directory flushed: after a crash the old or the new document is there, whole.
/// </summary>
internal static class SealedDocument
{
    /// <summary>Marks a file whose writer may have died; swept when the store is opened for writing.</summary>
    public const string TemporarySuffix = ".tmp";

    private const int HexLength = 2 * SHA256.HashSizeInBytes;

    private static ReadOnlySpan<byte> Label => "\nsha256 "u8;

    private static int SealLength => Label.Length + HexLength + 1;

    public static void Write(IStoreFiles files, string path, ReadOnlySpan<byte> payload)
    {
        string temporary = path + TemporarySuffix;
        files.Delete(temporary);
        using (IStoreFile file = files.Open(temporary, StoreFileAccess.CreateNew))
        {
            file.Write(0, Seal(payload));
            file.Flush();
        }

        files.Rename(temporary, path);
        files.FlushDirectory(Path.GetDirectoryName(path)!);
    }

    /// <summary>The payload; null when there is no such file. Throws what <paramref name="corrupt"/> makes of a damaged one.</summary>
    public static byte[]? Read(IStoreFiles files, string path, int maximumLength, Func<string, Exception> corrupt)
    {
        try
        {
            using IStoreFile file = files.Open(path, StoreFileAccess.Read);
            return Read(file, maximumLength, corrupt);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    public static byte[] Read(IStoreFile file, int maximumLength, Func<string, Exception> corrupt)
    {
        long length = file.Length;
        if (length < SealLength) throw corrupt($"{length} bytes, too short to hold a seal");
        if (length > maximumLength + SealLength) throw corrupt($"{length} bytes, more than the {maximumLength + SealLength} such a document may have");
        var bytes = new byte[length];
        if (file.Read(0, bytes) != length) throw corrupt("shorter than its length said");
        int payload = bytes.Length - SealLength;
        if (!Seal(bytes.AsSpan(0, payload)).AsSpan(payload).SequenceEqual(bytes.AsSpan(payload))) throw corrupt("the seal does not match the content");
        return bytes[..payload];
    }

    private static byte[] Seal(ReadOnlySpan<byte> payload)
    {
        var bytes = new byte[payload.Length + SealLength];
        payload.CopyTo(bytes);
        Label.CopyTo(bytes.AsSpan(payload.Length));
        int covered = payload.Length + Label.Length;
        string hex = Convert.ToHexStringLower(SHA256.HashData(bytes.AsSpan(0, covered)));
        Encoding.ASCII.GetBytes(hex, bytes.AsSpan(covered));
        bytes[^1] = (byte)'\n';
        return bytes;
    }
}
