using System.Buffers.Binary;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Replication.Agent.Drill;

/// <summary>Writes a GUID partition table (UEFI specification 2.10, section 5.3) for 512-byte sectors.</summary>
internal sealed class GuidPartitionTable(long diskLength, int seed)
{
    public static readonly Guid BasicData = new("EBD0A0A2-B9E5-4433-87C0-68B6B72699C7");
    public static readonly Guid LinuxData = new("0FC63DAF-8483-4772-8E79-3D69D8477DE4");

    private const int Sector = 512;
    private const int EntrySize = 128;
    private const int EntryCount = 128;
    private const int EntrySectors = EntrySize * EntryCount / Sector;

    private readonly byte[] _entries = new byte[EntrySize * EntryCount];
    private readonly Random _random = new(seed);
    private int _used;

    public GuidPartitionTable Add(string name, Guid type, long start, long length)
    {
        Span<byte> entry = _entries.AsSpan(_used++ * EntrySize, EntrySize);
        type.TryWriteBytes(entry);
        NextGuid().TryWriteBytes(entry[16..]);
        BinaryPrimitives.WriteInt64LittleEndian(entry[32..], start / Sector);
        BinaryPrimitives.WriteInt64LittleEndian(entry[40..], (start + length) / Sector - 1);
        Encoding.Unicode.GetBytes(name, entry[56..]);
        return this;
    }

    public void Write(SafeFileHandle disk)
    {
        long last = diskLength / Sector - 1;
        Guid id = NextGuid();
        RandomAccess.Write(disk, ProtectiveMbr(last), 0);
        RandomAccess.Write(disk, Header(1, last, 2, id), Sector);
        RandomAccess.Write(disk, _entries, 2 * Sector);
        RandomAccess.Write(disk, _entries, (last - EntrySectors) * Sector);
        RandomAccess.Write(disk, Header(last, 1, last - EntrySectors, id), last * Sector);
    }

    private static byte[] ProtectiveMbr(long last)
    {
        var sector = new byte[Sector];
        Span<byte> entry = sector.AsSpan(446, 16);
        entry[2] = 2; // starts at CHS 0/0/2, which is LBA 1
        entry[4] = 0xEE;
        entry[5..8].Fill(0xFF);
        BinaryPrimitives.WriteUInt32LittleEndian(entry[8..], 1);
        BinaryPrimitives.WriteUInt32LittleEndian(entry[12..], (uint)Math.Min(last, uint.MaxValue));
        sector[510] = 0x55;
        sector[511] = 0xAA;
        return sector;
    }

    private byte[] Header(long self, long other, long entriesAt, Guid diskId)
    {
        var sector = new byte[Sector];
        Span<byte> header = sector.AsSpan(0, 92);
        "EFI PART"u8.CopyTo(header);
        BinaryPrimitives.WriteUInt32LittleEndian(header[8..], 0x00010000);
        BinaryPrimitives.WriteUInt32LittleEndian(header[12..], 92);
        BinaryPrimitives.WriteInt64LittleEndian(header[24..], self);
        BinaryPrimitives.WriteInt64LittleEndian(header[32..], other);
        BinaryPrimitives.WriteInt64LittleEndian(header[40..], 2 + EntrySectors);
        BinaryPrimitives.WriteInt64LittleEndian(header[48..], diskLength / Sector - 2 - EntrySectors);
        diskId.TryWriteBytes(header[56..]);
        BinaryPrimitives.WriteInt64LittleEndian(header[72..], entriesAt);
        BinaryPrimitives.WriteUInt32LittleEndian(header[80..], EntryCount);
        BinaryPrimitives.WriteUInt32LittleEndian(header[84..], EntrySize);
        BinaryPrimitives.WriteUInt32LittleEndian(header[88..], Crc32.Compute(_entries));
        BinaryPrimitives.WriteUInt32LittleEndian(header[16..], Crc32.Compute(header));
        return sector;
    }

    private Guid NextGuid()
    {
        Span<byte> bytes = stackalloc byte[16];
        _random.NextBytes(bytes);
        return new Guid(bytes);
    }
}
