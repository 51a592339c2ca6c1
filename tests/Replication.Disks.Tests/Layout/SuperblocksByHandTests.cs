using System.Buffers.Binary;
using System.Text;
using Replication.Disks.Layout;
using Replication.Disks.Tests.Vmdk;

namespace Replication.Disks.Tests.Layout;

/// <summary>
/// File systems whose tools are rarely installed: superblocks made from their documentation, with blkid as the second
/// opinion.
/// </summary>
public sealed class SuperblocksByHandTests : IDisposable
{
    private const int Length = 128 << 20;

    private static readonly byte[] Id = [.. Enumerable.Range(0x10, 16).Select(i => (byte)i)];

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public Task Luks() => SameAsBlkidAsync("crypto_luks", b =>
    {
        "LUKS"u8.CopyTo(b);
        b[4] = 0xBA;
        b[5] = 0xBE;
        b[7] = 2;
        BinaryPrimitives.WriteUInt64BigEndian(b.AsSpan(8), 16384);
        "secret"u8.CopyTo(b.AsSpan(24));
        "01234567-89ab-cdef-0123-456789abcdef"u8.CopyTo(b.AsSpan(168));
    });

    [Fact]
    public Task Reiserfs() => SameAsBlkidAsync("reiserfs", b =>
    {
        var block = b.AsSpan(64 * 1024);
        BinaryPrimitives.WriteUInt32LittleEndian(block, Length / 4096);
        BinaryPrimitives.WriteUInt32LittleEndian(block[12..], 18);
        BinaryPrimitives.WriteUInt16LittleEndian(block[44..], 4096);
        "ReIsEr2Fs"u8.CopyTo(block[52..]);
        Id.CopyTo(block[84..]);
        "old"u8.CopyTo(block[100..]);
    });

    [Fact]
    public Task F2fs() => SameAsBlkidAsync("f2fs", b =>
    {
        var block = b.AsSpan(1024);
        BinaryPrimitives.WriteUInt32LittleEndian(block, 0xF2F52010);
        BinaryPrimitives.WriteUInt16LittleEndian(block[4..], 1);
        BinaryPrimitives.WriteUInt16LittleEndian(block[6..], 15);
        BinaryPrimitives.WriteUInt32LittleEndian(block[8..], 9);
        BinaryPrimitives.WriteUInt32LittleEndian(block[12..], 3);
        BinaryPrimitives.WriteUInt32LittleEndian(block[16..], 12);
        Id.CopyTo(block[108..]);
        Encoding.Unicode.GetBytes("flash").CopyTo(block[124..]);
    });

    [Fact]
    public Task Zfs_member() => SameAsBlkidAsync("zfs_member", b =>
    {
        for (int i = 0; i < 16; i++) BinaryPrimitives.WriteUInt64LittleEndian(b.AsSpan(128 * 1024 + i * 1024), 0x00BAB10C);
    });

    [Fact]
    public Task Exfat() => SameAsBlkidAsync("exfat", b =>
    {
        b[0] = 0xEB;
        b[1] = 0x76;
        b[2] = 0x90;
        "EXFAT   "u8.CopyTo(b.AsSpan(3));
        BinaryPrimitives.WriteUInt64LittleEndian(b.AsSpan(72), Length / 512);
        BinaryPrimitives.WriteUInt32LittleEndian(b.AsSpan(80), 128);
        BinaryPrimitives.WriteUInt32LittleEndian(b.AsSpan(84), 256);
        BinaryPrimitives.WriteUInt32LittleEndian(b.AsSpan(88), 1024);
        BinaryPrimitives.WriteUInt32LittleEndian(b.AsSpan(92), 30_000);
        BinaryPrimitives.WriteUInt32LittleEndian(b.AsSpan(96), 4);
        BinaryPrimitives.WriteUInt32LittleEndian(b.AsSpan(100), 0xABCD1234);
        b[105] = 1;
        b[108] = 9;
        b[109] = 3;
        b[110] = 1;
        b[510] = 0x55;
        b[511] = 0xAA;

        // Boot checksum over eleven sectors, repeated through the twelfth.
        uint sum = 0;
        for (int i = 0; i < 11 * 512; i++)
        {
            if (i is not (106 or 107 or 112)) sum = ((sum & 1) << 31) + (sum >> 1) + b[i];
        }

        for (int i = 0; i < 512; i += 4) BinaryPrimitives.WriteUInt32LittleEndian(b.AsSpan(11 * 512 + i), sum);
    });

    [Fact]
    public Task Refs() => SameAsBlkidAsync("refs", b =>
    {
        "\0\0\0ReFS\0\0\0\0"u8.CopyTo(b);
        "FSRS"u8.CopyTo(b.AsSpan(16));
    });

    private async Task SameAsBlkidAsync(string type, Action<byte[]> write)
    {
        Tool.Need("blkid");
        var start = new byte[256 * 1024];
        write(start);
        await using var disk = new PatternDisk(Length).Add(0, start);
        string image = disk.WriteRaw(_folder.File("disk.raw"));

        var layout = await DiskLayoutReader.ReadAsync(disk);

        Assert.Equal(type, layout.WholeDisk?.Type);
        Assert.Equal(Blkid.Probe(image), layout.WholeDisk);
    }
}
