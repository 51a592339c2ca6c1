using System.Buffers.Binary;

namespace Replication.Disks.Vhdx.Log;

/// <summary>[MS-VHDX] 2.3.1.2 and 2.3.1.3: zero a range, or write one sector whose first 8 and last 4 bytes are kept here.</summary>
/// <param name="Leading">For a sector its first eight bytes, for a zero descriptor the length.</param>
internal readonly record struct VhdxLogDescriptor(bool IsData, uint Trailing, ulong Leading, long FileOffset, ulong SequenceNumber)
{
    public const int Size = 32;

    public static ReadOnlySpan<byte> ZeroSignature => "zero"u8;

    public static ReadOnlySpan<byte> DataSignature => "desc"u8;

    public long Length => IsData ? VhdxLogRing.SectorSize : (long)Leading;

    /// <summary>The descriptor, or null when it has neither signature or is off the 4 KiB grid.</summary>
    public static VhdxLogDescriptor? TryRead(ReadOnlySpan<byte> bytes)
    {
        bool isData = bytes.StartsWith(DataSignature);
        if (!isData && !bytes.StartsWith(ZeroSignature)) return null;
        var descriptor = new VhdxLogDescriptor(
            isData,
            BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]),
            BinaryPrimitives.ReadUInt64LittleEndian(bytes[8..]),
            BinaryPrimitives.ReadInt64LittleEndian(bytes[16..]),
            BinaryPrimitives.ReadUInt64LittleEndian(bytes[24..]));
        return descriptor.FileOffset % VhdxLogRing.SectorSize == 0 && descriptor.Length % VhdxLogRing.SectorSize == 0 ? descriptor : null;
    }
}
