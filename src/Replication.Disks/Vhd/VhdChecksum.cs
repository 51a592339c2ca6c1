namespace Replication.Disks.Vhd;

/// <summary>"One's complement of the sum of all the bytes without the checksum field", for footer and dynamic header.</summary>
internal static class VhdChecksum
{
    public static uint Compute(ReadOnlySpan<byte> structure, int checksumOffset)
    {
        uint sum = 0;
        for (int i = 0; i < structure.Length; i++)
        {
            if (i < checksumOffset || i >= checksumOffset + sizeof(uint)) sum += structure[i];
        }

        return ~sum;
    }
}
