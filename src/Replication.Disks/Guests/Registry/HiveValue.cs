using System.Buffers.Binary;
using System.Globalization;

namespace Replication.Disks.Guests;

/// <summary>
/// A value ("vk" cell): length of the name at 2, length of the data at 4 with the highest bit set when up to four bytes of
/// data stand in place of their offset at 8, type at 12, flags at 16, name at 20.
/// </summary>
internal sealed class HiveValue
{
    private const int FixedSize = 20;
    private const int MaxNameBytes = 32 * 1024;
    private const uint Inline = 0x80000000;
    private const ushort NameIsAscii = 1;
    private const uint TypeText = 1; // REG_SZ
    private const uint TypeExpandedText = 2; // REG_EXPAND_SZ
    private const uint TypeNumber = 4; // REG_DWORD

    /// <summary>Longer data is in pieces ("db" cells); nothing that is read here is.</summary>
    private const int MaxDataBytes = 16344;

    private readonly HiveCells _cells;
    private readonly ReadOnlyMemory<byte> _cell;

    public HiveValue(HiveCells cells, uint offset)
    {
        _cells = cells;
        _cell = cells.Cell(offset, FixedSize);
        if (!_cell.Span.StartsWith("vk"u8)) throw cells.Damaged($"there is no value at {offset}");
        int length = BinaryPrimitives.ReadUInt16LittleEndian(_cell.Span[2..]);
        if (length > MaxNameBytes || length > _cell.Length - FixedSize) throw cells.Damaged($"the value at {offset} has an impossible name");
        Name = HiveKey.Text(
            _cell.Span.Slice(FixedSize, length), (BinaryPrimitives.ReadUInt16LittleEndian(_cell.Span[16..]) & NameIsAscii) != 0);
    }

    public string Name { get; }

    /// <summary>A number, or a text that is one; null for anything else.</summary>
    public int? Number => Type switch
    {
        TypeNumber when Data() is { Length: >= 4 } data => BinaryPrimitives.ReadInt32LittleEndian(data.Span),
        TypeText when int.TryParse(Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number) => number,
        _ => null,
    };

    /// <summary>A text up to its terminating zero; null for other types.</summary>
    public string? Text => Type is TypeText or TypeExpandedText ? HiveKey.Text(Data().Span, isAscii: false).Split('\0')[0] : null;

    private uint Type => BinaryPrimitives.ReadUInt32LittleEndian(_cell.Span[12..]);

    private ReadOnlyMemory<byte> Data()
    {
        uint length = BinaryPrimitives.ReadUInt32LittleEndian(_cell.Span[4..]);
        if ((length & Inline) != 0)
        {
            uint inline = length & ~Inline;
            return inline <= 4 ? _cell.Slice(8, (int)inline) : throw _cells.Damaged($"the value {Name} has an impossible length");
        }

        if (length == 0) return default;
        if (length > MaxDataBytes) throw _cells.Damaged($"the value {Name} is longer than {MaxDataBytes} bytes");
        return _cells.Cell(BinaryPrimitives.ReadUInt32LittleEndian(_cell.Span[8..]), (int)length)[..(int)length];
    }
}
