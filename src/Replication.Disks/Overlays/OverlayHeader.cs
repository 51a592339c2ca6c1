using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Replication.Core.Disks;
using Replication.Disks.Checksums;

namespace Replication.Disks.Overlays;

/// <summary>
/// The first 4096 bytes of a map, little-endian (docs/mount.md, "Files of an overlay"): magic 0..8, version 8..12, CRC-32C of the header
/// with zeros here 12..16, chunk size 16..20, zeros 20..24, disk length 24..32, SHA-256 of the base's identity 32..64, zeros to the end.
/// </summary>
internal sealed record OverlayHeader(long DiskLength, byte[] BaseHash)
{
    public const int Size = 4096;

    private const uint Version = 1;
    private const int ChecksumOffset = 12;
    private const int BaseOffset = 32;

    private static ReadOnlySpan<byte> Magic => "RPOVRLAY"u8;

    public static OverlayHeader Of(OverlayBase basis) => new(basis.Length, SHA256.HashData(Encoding.UTF8.GetBytes(basis.Id)));

    public bool IsOf(OverlayBase basis) => DiskLength == basis.Length && BaseHash.AsSpan().SequenceEqual(Of(basis).BaseHash);

    public byte[] ToBytes()
    {
        var bytes = new byte[Size];
        Magic.CopyTo(bytes);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(8), Version);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(16), OverlayChunk.Size);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(24), DiskLength);
        BaseHash.CopyTo(bytes, BaseOffset);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(ChecksumOffset), Crc32C.OfStructure(bytes, ChecksumOffset));
        return bytes;
    }

    /// <exception cref="Core.Errors.DiskImageException">OverlayCorrupt; DiskFormatNotSupported for one of a later version.</exception>
    public static OverlayHeader Read(ReadOnlySpan<byte> bytes, string path)
    {
        if (bytes.Length < Size || !bytes.StartsWith(Magic)) throw OverlayErrors.Corrupt(path, 0, "The map does not begin as one.");
        if (BinaryPrimitives.ReadUInt32LittleEndian(bytes[ChecksumOffset..]) != Crc32C.OfStructure(bytes[..Size], ChecksumOffset))
            throw OverlayErrors.Corrupt(path, 0, "The map's header contradicts its checksum.");
        uint version = BinaryPrimitives.ReadUInt32LittleEndian(bytes[8..]);
        if (version != Version || BinaryPrimitives.ReadUInt32LittleEndian(bytes[16..]) != OverlayChunk.Size)
        {
            throw new Core.Errors.DiskImageException(
                DiskErrorIds.DiskFormatNotSupported, path, null, $"The overlay has format {version}.", $"format {Version}; use a newer version of this program");
        }

        return new OverlayHeader(BinaryPrimitives.ReadInt64LittleEndian(bytes[24..]), bytes.Slice(BaseOffset, SHA256.HashSizeInBytes).ToArray());
    }
}
