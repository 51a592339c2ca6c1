namespace Replication.Disks.Checksums;

/// <summary>
/// CRC-32 of IEEE 802.3 (reflected, polynomial 0xEDB88320): UEFI's checksum, and LVM's with another start and no
/// inversion.
/// </summary>
internal static class Crc32
{
    private const uint Polynomial = 0xEDB88320;

    private static readonly uint[] Table = MakeTable();

    public static uint Compute(ReadOnlySpan<byte> data) => ~Update(uint.MaxValue, data);

    public static uint Update(uint crc, ReadOnlySpan<byte> data)
    {
        foreach (byte value in data) crc = Table[(byte)(crc ^ value)] ^ (crc >> 8);
        return crc;
    }

    private static uint[] MakeTable()
    {
        var table = new uint[256];
        for (uint i = 0; i < table.Length; i++)
        {
            uint value = i;
            for (int bit = 0; bit < 8; bit++) value = (value >> 1) ^ ((value & 1) * Polynomial);
            table[i] = value;
        }

        return table;
    }
}
