using System.Buffers.Binary;
using System.Text;

namespace Replication.Disks.Tests.Support;

/// <summary>
/// Writes VHD files byte by byte from the text of the specification, knowing nothing of the reader under test; also what
/// no tool at hand can make: differencing disks, partly set bitmaps and broken files.
/// </summary>
internal sealed class VhdBuilder
{
    public const int HeaderOffset = 512;
    public const int TableOffset = 1536;

    public required long Size { get; init; }

    /// <summary>2 fixed, 3 dynamic, 4 differencing.</summary>
    public uint DiskType { get; init; } = 3;

    public int BlockSize { get; init; } = 64 * 1024;

    public Guid Id { get; init; } = Guid.NewGuid();

    public Guid ParentId { get; init; }

    public string ParentName { get; init; } = "";

    public List<(string Code, string Text)> Locators { get; init; } = [];

    /// <summary>Data of allocated blocks, in the order in which they lie in the file.</summary>
    public Dictionary<int, byte[]> Blocks { get; } = [];

    /// <summary>Sectors of a block that are present; all when a block is not named.</summary>
    public Dictionary<int, Func<int, bool>> Present { get; } = [];

    public bool WithFooter { get; init; } = true;

    public int BlockCount => (int)((Size + BlockSize - 1) / BlockSize);

    public static VhdBuilder Dynamic(byte[] content, int blockSize = 64 * 1024)
    {
        var builder = new VhdBuilder { Size = content.Length, BlockSize = blockSize };
        builder.Fill(content);
        return builder;
    }

    public void Fill(byte[] content)
    {
        for (int block = 0; block < BlockCount; block++)
        {
            var data = new byte[BlockSize];
            content.AsSpan(block * BlockSize, Math.Min(BlockSize, content.Length - block * BlockSize)).CopyTo(data);
            if (data.AsSpan().ContainsAnyExcept((byte)0)) Blocks[block] = data;
        }
    }

    public byte[] Build()
    {
        if (DiskType == 2) return [.. Blocks.Count == 0 ? new byte[Size] : Blocks[0], .. Footer(ulong.MaxValue)];

        var file = new MemoryStream();
        byte[] footer = Footer(HeaderOffset);
        file.Write(footer);
        file.Write(new byte[1024]);
        int tableBytes = (BlockCount * 4 + 511) / 512 * 512;
        var table = new byte[tableBytes];
        Array.Fill(table, (byte)0xFF);
        file.Write(table);

        var locators = new List<(string Code, byte[] Data, long Offset)>();
        foreach ((string code, string text) in Locators)
        {
            byte[] data = code switch
            {
                "W2ku" or "W2ru" => Encoding.Unicode.GetBytes(text),
                "Wi2k" or "Wi2r" => Encoding.Latin1.GetBytes(text),
                _ => Encoding.UTF8.GetBytes(text),
            };
            locators.Add((code, data, file.Position));
            file.Write(data);
            Pad(file, 512);
        }

        int sectors = BlockSize / 512;
        foreach ((int block, byte[] data) in Blocks)
        {
            BinaryPrimitives.WriteUInt32BigEndian(table.AsSpan(block * 4), (uint)(file.Position / 512));
            var bitmap = new byte[(sectors / 8 + 511) / 512 * 512];
            for (int sector = 0; sector < sectors; sector++)
            {
                if (!Present.TryGetValue(block, out Func<int, bool>? present) || present(sector))
                {
                    bitmap[sector / 8] |= (byte)(0x80 >> (sector % 8));
                }
            }

            file.Write(bitmap);
            file.Write(data);
        }

        if (WithFooter) file.Write(footer);
        byte[] bytes = file.ToArray();
        table.CopyTo(bytes, TableOffset);
        DynamicHeader(locators).CopyTo(bytes, HeaderOffset);
        return bytes;
    }

    public static void FixChecksum(Span<byte> structure, int at)
    {
        structure.Slice(at, 4).Clear();
        uint sum = 0;
        foreach (byte value in structure) sum += value;
        BinaryPrimitives.WriteUInt32BigEndian(structure[at..], ~sum);
    }

    private static void Pad(MemoryStream file, int alignment)
    {
        while (file.Position % alignment != 0) file.WriteByte(0);
    }

    private byte[] Footer(ulong dataOffset)
    {
        var footer = new byte[512];
        "conectix"u8.CopyTo(footer);
        BinaryPrimitives.WriteUInt32BigEndian(footer.AsSpan(8), 2);
        BinaryPrimitives.WriteUInt32BigEndian(footer.AsSpan(12), 0x00010000);
        BinaryPrimitives.WriteUInt64BigEndian(footer.AsSpan(16), dataOffset);
        "win "u8.CopyTo(footer.AsSpan(28));
        BinaryPrimitives.WriteUInt32BigEndian(footer.AsSpan(32), 0x000A0000);
        "Wi2k"u8.CopyTo(footer.AsSpan(36));
        BinaryPrimitives.WriteInt64BigEndian(footer.AsSpan(40), Size);
        BinaryPrimitives.WriteInt64BigEndian(footer.AsSpan(48), Size);
        BinaryPrimitives.WriteUInt32BigEndian(footer.AsSpan(60), DiskType);
        Id.TryWriteBytes(footer.AsSpan(68), bigEndian: true, out _);
        FixChecksum(footer, 64);
        return footer;
    }

    private byte[] DynamicHeader(List<(string Code, byte[] Data, long Offset)> locators)
    {
        var header = new byte[1024];
        "cxsparse"u8.CopyTo(header);
        BinaryPrimitives.WriteUInt64BigEndian(header.AsSpan(8), ulong.MaxValue);
        BinaryPrimitives.WriteInt64BigEndian(header.AsSpan(16), TableOffset);
        BinaryPrimitives.WriteUInt32BigEndian(header.AsSpan(24), 0x00010000);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(28), BlockCount);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(32), BlockSize);
        ParentId.TryWriteBytes(header.AsSpan(40), bigEndian: true, out _);
        Encoding.BigEndianUnicode.GetBytes(ParentName).CopyTo(header, 64);
        for (int i = 0; i < locators.Count; i++)
        {
            Span<byte> entry = header.AsSpan(576 + i * 24);
            Encoding.ASCII.GetBytes(locators[i].Code).CopyTo(entry);
            BinaryPrimitives.WriteInt32BigEndian(entry[4..], (locators[i].Data.Length + 511) / 512 * 512);
            BinaryPrimitives.WriteInt32BigEndian(entry[8..], locators[i].Data.Length);
            BinaryPrimitives.WriteInt64BigEndian(entry[16..], locators[i].Offset);
        }

        FixChecksum(header, 36);
        return header;
    }
}
