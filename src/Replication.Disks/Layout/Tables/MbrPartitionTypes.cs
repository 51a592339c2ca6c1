namespace Replication.Disks.Layout;

internal static class MbrPartitionTypes
{
    /// <summary>Extended with CHS, with LBA, and of Linux.</summary>
    private static readonly string[] Extended = ["05", "0f", "85"];

    public const byte Protective = 0xEE;

    public static bool IsExtended(string type) => Extended.Contains(type);

    public static bool IsExtended(byte type) => type is 0x05 or 0x0F or 0x85;
}
