using System.Buffers.Binary;
using System.Text;

namespace Replication.Aws.Tests.HotAdd;

/// <summary>A registry hive with a root key and nothing below it, to be filled by hivexregedit.</summary>
internal static class EmptyHive
{
    private const int Page = 4096;
    private const int Nothing = -1;

    public static byte[] Make()
    {
        var hive = new byte[2 * Page];
        Span<byte> header = hive.AsSpan(0, Page);
        "regf"u8.CopyTo(header);
        Put(header, 4, 1);
        Put(header, 8, 1);
        Put(header, 20, 1);
        Put(header, 24, 3);
        Put(header, 32, 1);
        Put(header, 36, 0x20);
        Put(header, 40, Page);
        Put(header, 44, 1);
        FixChecksum(header);

        Span<byte> bin = hive.AsSpan(Page);
        "hbin"u8.CopyTo(bin);
        Put(bin, 8, Page);
        const int key = 0x20;
        const int keySize = 96;
        const int security = key + keySize;
        const int securitySize = 48;
        Put(bin, key, -keySize);
        "nk"u8.CopyTo(bin[(key + 4)..]);
        BinaryPrimitives.WriteInt16LittleEndian(bin[(key + 6)..], 0x2C);
        foreach (int absent in (int[])[0x20, 0x24, 0x2C, 0x34]) Put(bin, key + absent, Nothing);
        Put(bin, key + 0x30, security);
        byte[] name = Encoding.ASCII.GetBytes("$$$PROTO.HIV");
        BinaryPrimitives.WriteInt16LittleEndian(bin[(key + 0x4C)..], (short)name.Length);
        name.CopyTo(bin[(key + 0x50)..]);

        Put(bin, security, -securitySize);
        "sk"u8.CopyTo(bin[(security + 4)..]);
        Put(bin, security + 8, security);
        Put(bin, security + 12, security);
        Put(bin, security + 16, 1);
        Put(bin, security + 20, 20);
        bin[security + 24] = 1;
        Put(bin, security + securitySize, Page - security - securitySize);
        return hive;
    }

    /// <summary>Writes the checksum of the base block.</summary>
    public static void FixChecksum(Span<byte> hive)
    {
        int checksum = 0;
        for (int at = 0; at < 508; at += 4) checksum ^= BinaryPrimitives.ReadInt32LittleEndian(hive[at..]);
        Put(hive, 508, checksum);
    }

    private static void Put(Span<byte> bytes, int offset, int value) => BinaryPrimitives.WriteInt32LittleEndian(bytes[offset..], value);
}
