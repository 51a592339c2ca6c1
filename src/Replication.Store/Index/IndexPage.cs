using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Replication.Core.Snapshots;
using Replication.Store.Data;

namespace Replication.Store.Index;

/// <summary>
/// One page of the index (format.md, "Index page"):
/// 0 magic "RIX1" · 4 CRC-32C of the page with this field zero · 8 level · 9-15 zero · 16 first block · 24 own page number ·
/// 32 digests, 32 bytes per slot · then per slot of a leaf 8 grain pointers, of an inner node one 8-byte page number · zeros.
/// The digests lie side by side because the Merkle digest of the node is the SHA-256 of exactly that run of bytes.
/// A page that was read is never changed; <see cref="Copy"/> gives one that may be.
/// </summary>
internal sealed class IndexPage
{
    private const uint Magic = 0x31584952; // "RIX1"
    private const int CrcOffset = 4;
    private const int LevelOffset = 8;
    private const int FirstBlockOffset = 16;
    private const int NumberOffset = 24;
    private const int DigestsOffset = 32;

    private readonly byte[] _bytes;

    private IndexPage(byte[] bytes) => _bytes = bytes;

    public int Level => _bytes[LevelOffset];

    public long FirstBlock => BinaryPrimitives.ReadInt64LittleEndian(_bytes.AsSpan(FirstBlockOffset));

    public long Number => BinaryPrimitives.ReadInt64LittleEndian(_bytes.AsSpan(NumberOffset));

    public int Slots => RootDigest.FanOut(Level);

    /// <summary>Merkle digest of the node; computed when the page is read or sealed.</summary>
    public BlockDigest NodeDigest { get; private set; }

    private Span<byte> Digests => _bytes.AsSpan(DigestsOffset, Slots * BlockDigest.Size);

    private int PointersOffset => DigestsOffset + Slots * BlockDigest.Size;

    public static IndexPage Blank(int level, long firstBlock)
    {
        var page = new IndexPage(new byte[StorePage.Size]);
        BinaryPrimitives.WriteUInt32LittleEndian(page._bytes, Magic);
        page._bytes[LevelOffset] = (byte)level;
        BinaryPrimitives.WriteInt64LittleEndian(page._bytes.AsSpan(FirstBlockOffset), firstBlock);
        return page;
    }

    /// <summary>The page that a reference promises, or what is wrong with these bytes.</summary>
    public static IndexPage? Parse(byte[] bytes, TreeNode expected, long firstBlock, out string defect)
    {
        var page = new IndexPage(bytes);
        defect = "";
        if (BinaryPrimitives.ReadUInt32LittleEndian(bytes) != Magic) defect = "no index page is there";
        else if (BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(CrcOffset)) != page.Checksum()) defect = "the CRC of the index page is wrong";
        else if (page.Level != expected.Level || page.FirstBlock != firstBlock || page.Number != expected.Page)
            defect = $"the index page is number {page.Number}, level {page.Level}, of block {page.FirstBlock}; expected {expected.Page}, {expected.Level}, {firstBlock}";
        else if ((page.NodeDigest = RootDigest.OfNode(page.Digests)) != expected.Digest) defect = "the Merkle digest of the index page is not the one its parent holds";
        return defect.Length == 0 ? page : null;
    }

    public IndexPage Copy() => new((byte[])_bytes.Clone());

    public TreeNode Child(int slot) => new(
        BinaryPrimitives.ReadInt64LittleEndian(_bytes.AsSpan(PointersOffset + slot * sizeof(long))), Level - 1, Digest(slot));

    public void SetChild(int slot, TreeNode child)
    {
        BinaryPrimitives.WriteInt64LittleEndian(_bytes.AsSpan(PointersOffset + slot * sizeof(long)), child.Page);
        child.Digest.WriteTo(Digests[(slot * BlockDigest.Size)..]);
    }

    public BlockEntry Entry(int slot) => new(
        Digest(slot), MemoryMarshal.Read<GrainPointers>(_bytes.AsSpan(PointersOffset + slot * BlockEntry.GrainsSize)));

    public void SetEntry(int slot, in BlockEntry entry)
    {
        entry.Digest.WriteTo(Digests[(slot * BlockDigest.Size)..]);
        MemoryMarshal.Write(_bytes.AsSpan(PointersOffset + slot * BlockEntry.GrainsSize), in entry.Grains);
    }

    public BlockDigest Digest(int slot) => new(Digests.Slice(slot * BlockDigest.Size, BlockDigest.Size));

    public bool HasSameSlots(IndexPage other) => _bytes.AsSpan(DigestsOffset).SequenceEqual(other._bytes.AsSpan(DigestsOffset));

    /// <summary>Digest of the node as it is now; absent when every slot is.</summary>
    public BlockDigest Seal() => NodeDigest = RootDigest.OfNode(Digests);

    /// <summary>Gives the page its number and CRC and copies it out.</summary>
    public void WriteTo(Span<byte> destination, long number)
    {
        BinaryPrimitives.WriteInt64LittleEndian(_bytes.AsSpan(NumberOffset), number);
        BinaryPrimitives.WriteUInt32LittleEndian(_bytes.AsSpan(CrcOffset), Checksum());
        _bytes.CopyTo(destination);
    }

    private uint Checksum()
    {
        // The magic sits in the same word as the CRC: the first word is taken with the CRC as zero, the rest as it is.
        Span<byte> copy = stackalloc byte[StorePage.Size];
        _bytes.CopyTo(copy);
        copy.Slice(CrcOffset, sizeof(uint)).Clear();
        return Crc.Of(copy);
    }
}
