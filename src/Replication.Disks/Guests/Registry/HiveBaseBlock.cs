using System.Buffers.Binary;

namespace Replication.Disks.Guests;

/// <summary>
/// The base block ("regf") of a hive, and of a transaction log, which has its first sector alone: sequence numbers at 4 and 8, type of
/// the file at 28, offset of the root cell at 36, length of the bins at 40, and at 508 the checksum of what is before it.
/// </summary>
internal static class HiveBaseBlock
{
    /// <summary>Bytes of it in a hive; bins follow.</summary>
    public const int Size = 4096;

    /// <summary>Bytes of it in a log, and the part that the checksum is of.</summary>
    public const int SectorSize = 512;

    public const uint TypeHive = 0;

    /// <summary>A log of Windows 8.1 and later, made of entries.</summary>
    public const uint TypeEntries = 6;

    private const int ChecksumOffset = 508;

    /// <summary>Whether it is one and its checksum is right.</summary>
    public static bool IsValid(ReadOnlySpan<byte> block) => block.Length >= SectorSize && block.StartsWith("regf"u8) && U32(block, ChecksumOffset) == Checksum(block);

    /// <summary>It is raised when a change begins.</summary>
    public static uint Primary(ReadOnlySpan<byte> block) => U32(block, 4);

    /// <summary>It follows when the change is complete.</summary>
    public static uint Secondary(ReadOnlySpan<byte> block) => U32(block, 8);

    public static uint Type(ReadOnlySpan<byte> block) => U32(block, 28);

    public static uint RootCell(ReadOnlySpan<byte> block) => U32(block, 36);

    /// <summary>Makes it that of a complete hive.</summary>
    public static void Complete(Span<byte> block, uint sequence, uint binsLength)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(block[4..], sequence);
        BinaryPrimitives.WriteUInt32LittleEndian(block[8..], sequence);
        BinaryPrimitives.WriteUInt32LittleEndian(block[40..], binsLength);
        BinaryPrimitives.WriteUInt32LittleEndian(block[ChecksumOffset..], Checksum(block));
    }

    private static uint Checksum(ReadOnlySpan<byte> block)
    {
        uint checksum = 0;
        for (int i = 0; i < ChecksumOffset; i += 4) checksum ^= U32(block, i);

        // Two values are reserved (Windows registry file format, "Base block").
        return checksum switch { 0xFFFFFFFF => 0xFFFFFFFE, 0 => 1, _ => checksum };
    }

    private static uint U32(ReadOnlySpan<byte> block, int offset) => BinaryPrimitives.ReadUInt32LittleEndian(block[offset..]);
}
