using System.Buffers.Binary;
using System.Text;

namespace Replication.Disks.Guests;

/// <summary>
/// A key ("nk" cell): flags at 2, number of subkeys at 20 and their list at 28, number of values at 36 and their list at 40,
/// length of the name at 72, name at 76.
/// </summary>
internal sealed class HiveKey
{
    private const int FixedSize = 76;
    private const int MaxNameBytes = 1024;
    private const ushort NameIsAscii = 0x20;

    /// <summary>Lists of lists are one deep in real hives; a cycle of them would have no end.</summary>
    private const int MaxListDepth = 4;

    /// <summary>No key of those that are read has more.</summary>
    private const int MaxEntries = 1 << 20;

    private readonly HiveCells _cells;
    private readonly ReadOnlyMemory<byte> _cell;

    public HiveKey(HiveCells cells, uint offset)
    {
        _cells = cells;
        _cell = cells.Cell(offset, FixedSize);
        if (!_cell.Span.StartsWith("nk"u8)) throw cells.Damaged($"there is no key at {offset}");
        int length = U16(72);
        if (length > MaxNameBytes || length > _cell.Length - FixedSize) throw cells.Damaged($"the key at {offset} has an impossible name");
        Name = Text(_cell.Span.Slice(FixedSize, length), (U16(2) & NameIsAscii) != 0);
    }

    public string Name { get; }

    /// <summary>The key at a path of names separated by backslashes; null when there is none.</summary>
    public HiveKey? Find(string path)
    {
        HiveKey? key = this;
        foreach (string name in path.Split('\\')) key = key?.Child(name);

        return key;
    }

    /// <summary>Null when there is no such value.</summary>
    public HiveValue? Value(string name)
    {
        if (U32(36) == 0) return null;
        long count = Math.Min(U32(36), MaxEntries);
        var list = _cells.Cell(U32(40), checked((int)count * 4));
        for (int i = 0; i < count; i++)
        {
            var value = new HiveValue(_cells, BinaryPrimitives.ReadUInt32LittleEndian(list.Span[(i * 4)..]));
            if (string.Equals(value.Name, name, StringComparison.OrdinalIgnoreCase)) return value;
        }

        return null;
    }

    /// <summary>A name as cells hold it: Latin-1, or UTF-16.</summary>
    internal static string Text(ReadOnlySpan<byte> bytes, bool isAscii) => (isAscii ? Encoding.Latin1 : Encoding.Unicode).GetString(bytes);

    private HiveKey? Child(string name)
    {
        if (U32(20) == 0) return null;
        int budget = MaxEntries;
        return Search(U32(28), name, 0, ref budget);
    }

    /// <summary>"lf" and "lh": offsets with hints of four bytes each; "li": offsets; "ri": offsets of further lists.</summary>
    private HiveKey? Search(uint offset, string name, int depth, ref int budget)
    {
        if (depth > MaxListDepth) throw _cells.Damaged($"lists of subkeys are nested at {offset}");
        var list = _cells.Cell(offset, 4);
        bool hints = list.Span.StartsWith("lf"u8) || list.Span.StartsWith("lh"u8);
        bool lists = list.Span.StartsWith("ri"u8);
        if (!hints && !lists && !list.Span.StartsWith("li"u8)) throw _cells.Damaged($"there is no list of subkeys at {offset}");
        int count = BinaryPrimitives.ReadUInt16LittleEndian(list.Span[2..]);
        int step = hints ? 8 : 4;
        if (count * step > list.Length - 4) throw _cells.Damaged($"the list of subkeys at {offset} is longer than its cell");
        for (int i = 0; i < count; i++)
        {
            if (--budget < 0) throw _cells.Damaged("a key has too many subkeys");
            uint target = BinaryPrimitives.ReadUInt32LittleEndian(list.Span[(4 + i * step)..]);
            if (lists)
            {
                if (Search(target, name, depth + 1, ref budget) is { } found) return found;
                continue;
            }

            var key = new HiveKey(_cells, target);
            if (string.Equals(key.Name, name, StringComparison.OrdinalIgnoreCase)) return key;
        }

        return null;
    }

    private ushort U16(int offset) => BinaryPrimitives.ReadUInt16LittleEndian(_cell.Span[offset..]);

    private uint U32(int offset) => BinaryPrimitives.ReadUInt32LittleEndian(_cell.Span[offset..]);
}
