using System.Buffers.Binary;
using Replication.Core.Disks;
using Replication.Disks.Tests.Vmdk;

namespace Replication.Disks.Tests.Layout;

/// <summary>Disks with tables of parted and sgdisk, and the ways to damage them.</summary>
internal sealed class PartitionedImages(TempFolder folder)
{
    private const long MiB = 1 << 20;

    public static void Flip(string image, long offset)
    {
        using var file = File.OpenHandle(image, access: FileAccess.ReadWrite);
        var value = new byte[1];
        RandomAccess.Read(file, value, offset);
        value[0] ^= 0x40;
        RandomAccess.Write(file, value, offset);
    }

    public static uint Crc(ReadOnlySpan<byte> data)
    {
        uint crc = uint.MaxValue;
        foreach (byte value in data)
        {
            crc ^= value;
            for (int bit = 0; bit < 8; bit++) crc = (crc >> 1) ^ ((crc & 1) * 0xEDB88320);
        }

        return ~crc;
    }

    /// <summary>
    /// The same table for larger sectors; there is no tool here that writes one into a file. Partition n keeps its
    /// sector numbers where they fit.
    /// </summary>
    public static byte[] ToSectorsOf4096(byte[] source, long length)
    {
        const int sector = 4096;
        var result = new byte[length];
        source.AsSpan(0, 512).CopyTo(result);
        var entries = source.AsSpan(1024, 128 * 128).ToArray();
        ulong last = (ulong)(length / sector) - 1;
        for (int i = 0; i < 128; i++)
        {
            var entry = entries.AsSpan(i * 128, 128);
            if (!entry[..16].ContainsAnyExcept((byte)0)) continue;
            if (BinaryPrimitives.ReadUInt64LittleEndian(entry[40..]) > last - 6)
            {
                BinaryPrimitives.WriteUInt64LittleEndian(entry[40..], last - 6);
            }

            if (BinaryPrimitives.ReadUInt64LittleEndian(entry[32..]) > last - 6) entry.Clear();
        }

        foreach (bool backup in (bool[])[false, true])
        {
            var header = source.AsSpan(512, 92).ToArray();
            BinaryPrimitives.WriteUInt64LittleEndian(header.AsSpan(24), backup ? last : 1);
            BinaryPrimitives.WriteUInt64LittleEndian(header.AsSpan(32), backup ? 1 : last);
            BinaryPrimitives.WriteUInt64LittleEndian(header.AsSpan(72), backup ? last - 4 : 2);
            BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(88), Crc(entries));
            header.AsSpan(16, 4).Clear();
            BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(16), Crc(header));
            header.CopyTo(result, (int)(backup ? last : 1) * sector);
            entries.CopyTo(result, (int)(backup ? last - 4 : 2) * sector);
        }

        return result;
    }

    public static List<(int, Extent)> PartedTable(string image)
    {
        var rows = new List<(int, Extent)>();
        foreach (string line in Tool.Run("parted", "-s", "-m", image, "unit", "B", "print").Split('\n'))
        {
            string[] fields = line.Split(':');
            if (fields.Length < 5 || !int.TryParse(fields[0], out int number)) continue;
            rows.Add((number, new Extent(long.Parse(fields[1].TrimEnd('B'), null), long.Parse(fields[3].TrimEnd('B'), null))));
        }

        return rows;
    }

    public string Gpt(long length)
    {
        string image = Blank("gpt.raw", length);
        Tool.Run(
            "sgdisk", "-o", "-U", "11111111-2222-3333-4444-555555555555",
            "-n", "1:1M:+8M", "-t", "1:ef00", "-c", "1:EFI system", "-u", "1:aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee",
            "-n", "3:16M:" + (length > 40 * MiB ? "+20M" : "+4M"), "-c", "3:Größe 3", "-A", "3:set:2",
            "-n", "128:" + (length > 40 * MiB ? "40M" : "24M") + ":+2M", "-c", "128:", image);
        return image;
    }

    public string Mbr()
    {
        string image = Blank("mbr.raw", 64 * MiB);
        Tool.Run(
            "parted", "-s", image, "mklabel", "msdos", "mkpart", "primary", "ext4", "1MiB", "20MiB", "mkpart", "extended", "20MiB", "100%",
            "mkpart", "logical", "ext4", "21MiB", "30MiB", "mkpart", "logical", "linux-swap", "31MiB", "40MiB", "mkpart", "logical", "ext4",
            "41MiB", "60MiB",
            "set", "1", "boot", "on");
        return image;
    }

    public void PutFat(string image, long offset, long length)
    {
        string part = Blank("fat.raw", length);
        Tool.Run("mkfs.fat", "-F", "12", "-n", "ESP", part);
        Insert(image, offset, part);
    }

    public void PutExt4(string image, long offset, long length)
    {
        string part = Blank("ext.raw", length);
        Tool.Run("mkfs.ext4", "-q", "-L", "root", part);
        Insert(image, offset, part);
    }

    private static void Insert(string image, long offset, string part)
    {
        using var file = File.OpenHandle(image, access: FileAccess.Write);
        RandomAccess.Write(file, File.ReadAllBytes(part), offset);
    }

    public string Blank(string name, long length)
    {
        using var file = File.Create(folder.File(name));
        file.SetLength(length);
        return file.Name;
    }
}
