using System.Buffers.Binary;
using System.Text;

namespace Replication.Disks.Tests.Support;

/// <summary>
/// Writes VHDX files byte by byte from [MS-VHDX], knowing nothing of the reader under test; also what no tool at hand
/// can make: differencing disks, every block state, dirty logs and broken files.
/// </summary>
internal sealed class VhdxBuilder
{
    public const int Mb = 1024 * 1024;
    public const int LogOffset = Mb;
    public const int MetadataOffset = 2 * Mb;
    public const int BatOffset = 3 * Mb;
    public const int DataOffset = 4 * Mb;

    public required long Size { get; init; }

    public uint BlockSize { get; init; } = Mb;

    public int SectorSize { get; init; } = 512;

    public bool HasParent { get; init; }

    public bool LeaveAllocated { get; init; }

    public Guid DataWriteGuid { get; init; } = Guid.NewGuid();

    public Guid LogGuid { get; init; }

    public List<(string Key, string Value)> Locator { get; init; } = [];

    /// <summary>State and data of blocks that are not simply "not present".</summary>
    public Dictionary<int, (int State, byte[]? Data)> Blocks { get; } = [];

    /// <summary>Sectors present in a block of state 7.</summary>
    public Dictionary<int, Func<int, bool>> Present { get; } = [];

    public List<(Guid Id, bool Required)> ExtraRegions { get; init; } = [];

    public List<(Guid Id, uint Flags)> ExtraItems { get; init; } = [];

    public int BlockCount => (int)((Size + BlockSize - 1) / BlockSize);

    public long ChunkRatio => (1L << 23) * SectorSize / BlockSize;

    public static VhdxBuilder Dynamic(byte[] content, uint blockSize = Mb, int sectorSize = 512)
    {
        var builder = new VhdxBuilder { Size = content.Length, BlockSize = blockSize, SectorSize = sectorSize };
        builder.Fill(content);
        return builder;
    }

    public static void FixChecksum(Span<byte> structure)
    {
        structure.Slice(4, 4).Clear();
        BinaryPrimitives.WriteUInt32LittleEndian(structure[4..], Crc(structure));
    }

    /// <summary>CRC-32C bit by bit: slow, and independent of the one under test.</summary>
    public static uint Crc(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        foreach (byte value in bytes)
        {
            crc ^= value;
            for (int bit = 0; bit < 8; bit++) crc = (crc & 1) != 0 ? crc >> 1 ^ 0x82F63B78 : crc >> 1;
        }

        return ~crc;
    }

    public void Fill(byte[] content)
    {
        for (int block = 0; block < BlockCount; block++)
        {
            var data = new byte[BlockSize];
            content.AsSpan((int)(block * BlockSize), (int)Math.Min(BlockSize, content.Length - block * BlockSize)).CopyTo(data);
            if (data.AsSpan().ContainsAnyExcept((byte)0)) Blocks[block] = (6, data);
        }
    }

    public byte[] Build()
    {
        var bat = new byte[Mb];
        var data = new MemoryStream();
        foreach ((int block, (int state, byte[]? content)) in Blocks)
        {
            long entry = block + block / ChunkRatio;
            ulong value = (ulong)state;
            if (state is 6 or 7)
            {
                value |= (ulong)(DataOffset + data.Position);
                data.Write(content ?? new byte[BlockSize]);
            }

            BinaryPrimitives.WriteUInt64LittleEndian(bat.AsSpan((int)entry * 8), value);
        }

        foreach (IGrouping<long, int> chunk in Blocks.Where(block => block.Value.State == 7).Select(block => block.Key)
            .GroupBy(block => block / ChunkRatio))
        {
            long entry = (chunk.Key + 1) * ChunkRatio + chunk.Key;
            BinaryPrimitives.WriteUInt64LittleEndian(bat.AsSpan((int)entry * 8), (ulong)(DataOffset + data.Position) | 6);
            data.Write(Bitmap(chunk));
        }

        byte[] file = new byte[DataOffset + ExtraRegions.Count * Mb + data.Length];
        "vhdxfile"u8.CopyTo(file);
        Encoding.Unicode.GetBytes("Builder").CopyTo(file, 8);
        Header(1).CopyTo(file, 64 * 1024);
        Header(2).CopyTo(file, 128 * 1024);
        byte[] regions = RegionTable(DataOffset + data.Length);
        regions.CopyTo(file, 192 * 1024);
        regions.CopyTo(file, 256 * 1024);
        Metadata().CopyTo(file, MetadataOffset);
        bat.CopyTo(file, BatOffset);
        data.ToArray().CopyTo(file, DataOffset);
        return file;
    }

    private byte[] Bitmap(IEnumerable<int> blocks)
    {
        var bitmap = new byte[Mb];
        long perBlock = BlockSize / SectorSize;
        foreach (int block in blocks)
        {
            for (int sector = 0; sector < perBlock; sector++)
            {
                long bit = block % ChunkRatio * perBlock + sector;
                if (Present[block](sector)) bitmap[bit / 8] |= (byte)(1 << (int)(bit % 8));
            }
        }

        return bitmap;
    }

    private byte[] Header(ulong sequence)
    {
        var header = new byte[4096];
        "head"u8.CopyTo(header);
        BinaryPrimitives.WriteUInt64LittleEndian(header.AsSpan(8), sequence);
        Guid.NewGuid().TryWriteBytes(header.AsSpan(16));
        DataWriteGuid.TryWriteBytes(header.AsSpan(32));
        LogGuid.TryWriteBytes(header.AsSpan(48));
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(66), 1);
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(68), Mb);
        BinaryPrimitives.WriteUInt64LittleEndian(header.AsSpan(72), LogOffset);
        FixChecksum(header);
        return header;
    }

    private byte[] RegionTable(long extraOffset)
    {
        var table = new byte[64 * 1024];
        "regi"u8.CopyTo(table);
        (Guid Id, long Offset, bool Required)[] regions =
        [
            (new Guid("2DC27766-F623-4200-9D64-115E9BFD4A08"), BatOffset, true),
            (new Guid("8B7CA206-4790-4B9A-B8FE-575F050F886E"), MetadataOffset, true),
            .. ExtraRegions.Select((region, index) => (region.Id, extraOffset + (long)index * Mb, region.Required)),
        ];
        BinaryPrimitives.WriteInt32LittleEndian(table.AsSpan(8), regions.Length);
        for (int i = 0; i < regions.Length; i++)
        {
            Span<byte> entry = table.AsSpan(16 + i * 32);
            regions[i].Id.TryWriteBytes(entry);
            BinaryPrimitives.WriteInt64LittleEndian(entry[16..], regions[i].Offset);
            BinaryPrimitives.WriteInt32LittleEndian(entry[24..], Mb);
            BinaryPrimitives.WriteInt32LittleEndian(entry[28..], regions[i].Required ? 1 : 0);
        }

        FixChecksum(table);
        return table;
    }

    private byte[] Metadata()
    {
        var region = new byte[Mb];
        "metadata"u8.CopyTo(region);
        var items = new List<(Guid Id, uint Flags, byte[] Value)>
        {
            (new Guid("CAA16737-FA36-4D43-B3B6-33F0AA44E76B"), 4,
                [.. BitConverter.GetBytes(BlockSize), (byte)((HasParent ? 2 : 0) | (LeaveAllocated ? 1 : 0)), 0, 0, 0]),
            (new Guid("2FA54224-CD1B-4876-B211-5DBED83BF4B8"), 6, BitConverter.GetBytes(Size)),
            (new Guid("BECA12AB-B2E6-4523-93EF-C309E000C746"), 6, Guid.NewGuid().ToByteArray()),
            (new Guid("8141BF1D-A96F-4709-BA47-F233A8FAAB5F"), 6, BitConverter.GetBytes(SectorSize)),
            (new Guid("CDA348C7-445D-4471-9CC9-E9885251C556"), 6, BitConverter.GetBytes(4096)),
        };
        if (HasParent) items.Add((new Guid("A8D35F2D-B30B-454D-ABF7-D3D84834AB0C"), 4, LocatorItem()));
        items.AddRange(ExtraItems.Select(item => (item.Id, item.Flags, new byte[] { 1, 2, 3, 4 })));

        BinaryPrimitives.WriteUInt16LittleEndian(region.AsSpan(10), (ushort)items.Count);
        int offset = 64 * 1024;
        for (int i = 0; i < items.Count; i++)
        {
            Span<byte> entry = region.AsSpan((i + 1) * 32);
            items[i].Id.TryWriteBytes(entry);
            BinaryPrimitives.WriteInt32LittleEndian(entry[16..], offset);
            BinaryPrimitives.WriteInt32LittleEndian(entry[20..], items[i].Value.Length);
            BinaryPrimitives.WriteUInt32LittleEndian(entry[24..], items[i].Flags);
            items[i].Value.CopyTo(region, offset);
            offset += items[i].Value.Length;
        }

        return region;
    }

    private byte[] LocatorItem()
    {
        var item = new MemoryStream();
        item.Write(new Guid("B04AEFB7-D19E-4A81-B789-25B8E9445913").ToByteArray());
        item.Write([0, 0, (byte)Locator.Count, 0]);
        int text = 20 + Locator.Count * 12;
        var texts = new MemoryStream();
        foreach ((string key, string value) in Locator)
        {
            byte[] keyBytes = Encoding.Unicode.GetBytes(key);
            byte[] valueBytes = Encoding.Unicode.GetBytes(value);
            item.Write(BitConverter.GetBytes(text + (int)texts.Position));
            item.Write(BitConverter.GetBytes(text + (int)texts.Position + keyBytes.Length));
            item.Write(BitConverter.GetBytes((ushort)keyBytes.Length));
            item.Write(BitConverter.GetBytes((ushort)valueBytes.Length));
            texts.Write(keyBytes);
            texts.Write(valueBytes);
        }

        item.Write(texts.ToArray());
        return item.ToArray();
    }
}
