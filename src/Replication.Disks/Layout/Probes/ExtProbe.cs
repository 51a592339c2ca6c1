using System.Buffers.Binary;
using Replication.Disks.Checksums;

namespace Replication.Disks.Layout;

/// <summary>
/// ext2, ext3 and ext4 superblock at 1024 (kernel documentation, "ext4 Super Block"). Which of them is a matter of
/// features: a journal makes ext2 to ext3, anything that neither of the two knows makes ext4.
/// </summary>
internal sealed class ExtProbe : IFileSystemProbe
{
    private const int Offset = 1024;
    private const int Size = 1024;
    private const ushort Magic = 0xEF53;
    private const int ChecksumOffset = 0x3FC;

    private const uint HasJournal = 0x4; // compatible
    private const uint IncompatJournalDevice = 0x8;
    private const uint RoCompatMetadataChecksum = 0x400;

    /// <summary>sparse_super, large_file, btree_dir: known to ext2 and ext3 alike.</summary>
    private const uint OldRoCompat = 0x7;

    /// <summary>filetype, meta_bg, and of ext3 also "needs recovery".</summary>
    private const uint Ext2Incompat = 0x2 | 0x10;
    private const uint Ext3Incompat = Ext2Incompat | 0x4;

    public async ValueTask<ProbeResult?> ProbeAsync(VolumeWindow volume, CancellationToken cancellationToken) =>
        await volume.ReadAsync(Offset, Size, cancellationToken) is { } block && IsConsistent(block.Span)
            ? new ProbeResult(
                TypeOf(block.Span), VolumeText.Utf8(block.Span.Slice(0x78, 16)), VolumeText.Uuid(block.Span.Slice(0x68, 16)))
            : null;

    private static bool IsConsistent(ReadOnlySpan<byte> block)
    {
        if (BinaryPrimitives.ReadUInt16LittleEndian(block[0x38..]) != Magic) return false;
        uint logBlockSize = Word(block, 0x18);
        if (logBlockSize > 6) return false; // 64 KiB
        uint blockSize = 1024u << (int)logBlockSize;
        bool journalDevice = (Word(block, 0x60) & IncompatJournalDevice) != 0;
        bool sizes = Word(block, 0x04) != 0 && Word(block, 0x4C) <= 1 && Word(block, 0x14) <= 1;

        // A journal device has a superblock but no groups and inodes.
        bool groups = Word(block, 0x20) is var perGroup && perGroup != 0 && perGroup <= 8 * blockSize * 16 && Word(block, 0x00) != 0
            && Word(block, 0x28) != 0;
        if (!sizes || !(groups || journalDevice)) return false;
        return (Word(block, 0x64) & RoCompatMetadataChecksum) == 0
            || Crc32C.Append(uint.MaxValue, block[..ChecksumOffset]) == Word(block, ChecksumOffset);
    }

    private static string TypeOf(ReadOnlySpan<byte> block)
    {
        uint incompat = Word(block, 0x60);
        if ((incompat & IncompatJournalDevice) != 0) return "jbd";
        bool journal = (Word(block, 0x5C) & HasJournal) != 0;
        bool newer = (Word(block, 0x64) & ~OldRoCompat) != 0 || (incompat & ~(journal ? Ext3Incompat : Ext2Incompat)) != 0;
        return newer ? "ext4" : journal ? "ext3" : "ext2";
    }

    private static uint Word(ReadOnlySpan<byte> block, int offset) => BinaryPrimitives.ReadUInt32LittleEndian(block[offset..]);
}
