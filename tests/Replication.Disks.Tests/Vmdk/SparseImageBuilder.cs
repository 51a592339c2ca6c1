using System.Buffers.Binary;
using System.Text;

namespace Replication.Disks.Tests.Vmdk;

/// <summary>
/// A monolithicSparse image made by hand, so that a test can break one thing of it: 40 MiB in grains of 64 KiB, two grain
/// tables with their redundant copies. Grains 0, 3, 4 and 600 have content.
/// </summary>
internal sealed class SparseImageBuilder
{
    public const int Sector = 512;
    public const int Grain = 65536;
    public const int Capacity = 40 << 20;
    public const int Descriptor = 1 * Sector;
    public const int RedundantPlace = 21 * Sector;
    public const int DirectoryPlace = 32 * Sector;
    public const int Table0 = 40 * Sector;
    public const int Table1 = 44 * Sector;
    public const int FirstGrain = 128 * Sector;

    private const int RedundantTable0 = 22 * Sector;
    private const int RedundantTable1 = 26 * Sector;

    private static readonly int[] Allocated = [0, 3, 4, 600];

    public uint Flags { get; init; } = 3;

    public string Cid { get; init; } = "12345678";

    public string ParentCid { get; init; } = "ffffffff";

    public string? ParentHint { get; init; }

    public byte[] Build()
    {
        var image = new byte[FirstGrain + Allocated.Length * Grain];
        BinaryPrimitives.WriteUInt32LittleEndian(image, 0x564D444B);
        Put32(image, 4, 1);
        Put32(image, 8, Flags);
        Put64(image, 12, Capacity / Sector);
        Put64(image, 20, Grain / Sector);
        Put64(image, 28, 1);
        Put64(image, 36, 20);
        Put32(image, 44, 512);
        Put64(image, 48, RedundantPlace / Sector);
        Put64(image, 56, DirectoryPlace / Sector);
        Put64(image, 64, FirstGrain / Sector);
        "\n \r\n"u8.CopyTo(image.AsSpan(73));
        string hint = ParentHint is null ? "" : $"parentFileNameHint=\"{ParentHint}\"\n";
        Encoding.UTF8.GetBytes(
            $"# Disk DescriptorFile\nversion=1\nCID={Cid}\nparentCID={ParentCid}\ncreateType=\"monolithicSparse\"\n"
            + $"{hint}RW {Capacity / Sector} SPARSE \"other name.vmdk\"\n")
            .CopyTo(image, Descriptor);
        (int, int, int)[] copies = [(DirectoryPlace, Table0, Table1), (RedundantPlace, RedundantTable0, RedundantTable1)];
        foreach (var (directory, table0, table1) in copies)
        {
            Put32(image, directory, (uint)table0 / Sector);
            Put32(image, directory + 4, (uint)table1 / Sector);
            for (int i = 0; i < Allocated.Length; i++)
            {
                int table = Allocated[i] < 512 ? table0 : table1;
                Put32(image, table + Allocated[i] % 512 * 4, (uint)(FirstGrain + i * Grain) / Sector);
            }
        }

        new Random(1).NextBytes(image.AsSpan(FirstGrain));
        return image;
    }

    public static byte[] Content(byte[] image)
    {
        var content = new byte[Capacity];
        for (int i = 0; i < Allocated.Length; i++) image.AsSpan(FirstGrain + i * Grain, Grain).CopyTo(content.AsSpan(Allocated[i] * Grain));
        return content;
    }

    public static void Put32(byte[] image, int offset, uint value) => BinaryPrimitives.WriteUInt32LittleEndian(image.AsSpan(offset), value);

    public static void Put64(byte[] image, int offset, ulong value) =>
        BinaryPrimitives.WriteUInt64LittleEndian(image.AsSpan(offset), value);
}
