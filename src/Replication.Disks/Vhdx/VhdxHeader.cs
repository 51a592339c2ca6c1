using System.Buffers.Binary;
using Replication.Core.Errors;
using Replication.Disks.Checksums;
using Replication.Disks.Files;

namespace Replication.Disks.Vhdx;

/// <summary>
/// [MS-VHDX] 2.2.2: one of the two headers. They are updated alternately, so that a torn write of one leaves the other;
/// the valid one with the greater sequence number is current.
/// </summary>
internal sealed record VhdxHeader(
    ulong SequenceNumber, Guid FileWriteGuid, Guid DataWriteGuid, Guid LogGuid, ushort LogVersion, ushort Version, uint LogLength,
    long LogOffset)
{
    public const int Size = 4096;
    public const ushort SupportedVersion = 1;
    public const ushort SupportedLogVersion = 0;

    private const int ChecksumOffset = 4;

    private static ReadOnlySpan<byte> Signature => "head"u8;

    /// <summary>The current header of a file.</summary>
    public static VhdxHeader ReadCurrent(ImageFile file)
    {
        VhdxHeader? first = TryRead(file, VhdxLimits.Header1Offset);
        VhdxHeader? second = TryRead(file, VhdxLimits.Header2Offset);
        VhdxHeader? current = first is null || second?.SequenceNumber > first.SequenceNumber ? second : first;
        if (current is null)
        {
            throw new DiskImageException(
                DiskErrorIds.ImageDamaged, file.Path, VhdxLimits.Header1Offset, "Neither of the two headers has a valid checksum.",
                "one intact header (\"head\")");
        }

        if (first is not null && second is not null && first.SequenceNumber == second.SequenceNumber && first != second)
        {
            throw new DiskImageException(
                DiskErrorIds.ImageDamaged, file.Path, VhdxLimits.Header2Offset,
                $"Two different headers have the same sequence number {first.SequenceNumber}.", "one current header");
        }

        current.CheckVersion(file.Path);
        return current;
    }

    public void WriteTo(Span<byte> bytes)
    {
        bytes[..Size].Clear();
        Signature.CopyTo(bytes);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[8..], SequenceNumber);
        FileWriteGuid.TryWriteBytes(bytes[16..]);
        DataWriteGuid.TryWriteBytes(bytes[32..]);
        LogGuid.TryWriteBytes(bytes[48..]);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes[64..], LogVersion);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes[66..], Version);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[68..], LogLength);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[72..], LogOffset);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[ChecksumOffset..], Crc32C.OfStructure(bytes[..Size], ChecksumOffset));
    }

    private static VhdxHeader? TryRead(ImageFile file, long offset)
    {
        Span<byte> bytes = stackalloc byte[Size];
        file.Read(offset, bytes);
        if (!bytes.StartsWith(Signature)) return null;
        if (Crc32C.OfStructure(bytes, ChecksumOffset) != BinaryPrimitives.ReadUInt32LittleEndian(bytes[ChecksumOffset..])) return null;
        return new VhdxHeader(
            BinaryPrimitives.ReadUInt64LittleEndian(bytes[8..]),
            new Guid(bytes.Slice(16, 16)),
            new Guid(bytes.Slice(32, 16)),
            new Guid(bytes.Slice(48, 16)),
            BinaryPrimitives.ReadUInt16LittleEndian(bytes[64..]),
            BinaryPrimitives.ReadUInt16LittleEndian(bytes[66..]),
            BinaryPrimitives.ReadUInt32LittleEndian(bytes[68..]),
            BinaryPrimitives.ReadInt64LittleEndian(bytes[72..]));
    }

    private void CheckVersion(string path)
    {
        if (Version != SupportedVersion)
            throw new DiskImageException(
                DiskErrorIds.DiskFormatNotSupported, path, null, $"VHDX version {Version}.", $"version {SupportedVersion}");
        if (LogGuid != Guid.Empty && LogVersion != SupportedLogVersion)
        {
            throw new DiskImageException(
                DiskErrorIds.DiskFormatNotSupported, path, null, $"The log, which has to be replayed, has version {LogVersion}.",
                $"log version {SupportedLogVersion}");
        }
    }
}
