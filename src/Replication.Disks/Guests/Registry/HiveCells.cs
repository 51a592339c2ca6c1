using System.Buffers.Binary;

namespace Replication.Disks.Guests;

/// <summary>
/// The cells of a registry hive. The file ("regf") is a base block of 4096 bytes and then bins of cells; a cell's offset counts from
/// the end of the base block, and its length, negative while it is in use, is its first four bytes. Every offset and length
/// is the guest's and checked against the file before it is used.
/// </summary>
internal sealed class HiveCells
{
    private const int LengthSize = 4;

    private readonly byte[] _file;

    public HiveCells(string name, byte[] file)
    {
        Name = name;
        _file = file;
        if (file.Length < HiveBaseBlock.Size || !file.AsSpan().StartsWith("regf"u8)) throw Damaged("it does not begin with regf");
        if (!HiveBaseBlock.IsValid(file)) throw Damaged("the checksum of its base block is wrong");
        RootCell = HiveBaseBlock.RootCell(file);
    }

    /// <summary>The hive's file name, for messages.</summary>
    public string Name { get; }

    public uint RootCell { get; }

    /// <summary>The content of a cell in use, of at least <paramref name="minimum"/> bytes.</summary>
    /// <exception cref="GuestFileException">The offset leads to no such cell.</exception>
    public ReadOnlyMemory<byte> Cell(uint offset, int minimum)
    {
        long position = (long)offset + HiveBaseBlock.Size;
        if (offset == uint.MaxValue || position > _file.Length - LengthSize) throw Damaged($"a cell at {offset} is outside of it");
        long length = -(long)BinaryPrimitives.ReadInt32LittleEndian(_file.AsSpan((int)position));
        if (length < LengthSize + minimum || length > _file.Length - position) throw Damaged($"the cell at {offset} has an impossible length");
        return _file.AsMemory((int)position + LengthSize, (int)length - LengthSize);
    }

    public GuestFileException Damaged(string what) => new(Name, $"The registry hive is damaged: {what}.");
}
