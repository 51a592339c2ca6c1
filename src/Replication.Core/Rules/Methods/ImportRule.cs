namespace Replication.Core.Rules.Methods;

/// <summary>
/// What VM Import asks of a disk that it makes a snapshot of: its length. Its other limits (21 volumes of a machine, no dual
/// boot, listed guests, no encrypted file systems) are those of making a machine image, which would not be the disk any more.
/// </summary>
internal static class ImportRule
{
    /// <summary>16 TiB.</summary>
    private const long LongestDisk = 16L << 40;

    public static IEnumerable<Finding> Check(TransferInventory inventory, TransferMethod method)
    {
        if (method != TransferMethod.Import) yield break;
        long? longest = inventory.Source.LongestDiskBytes;
        FindingStatus status = longest is null ? FindingStatus.Unknown : longest > LongestDisk ? FindingStatus.Failed : FindingStatus.Passed;
        yield return new Finding(
            "VM-IMPORT-SIZE", MethodErrorIds.ImportDiskTooLarge, status, FindingSeverity.Error, $"VM {inventory.Source.Machine}",
            longest is null ? "The lengths of its disks are not known." : $"Its longest disk has {longest} bytes.", $"at most {LongestDisk} bytes.",
            "Use the EBS method for it.");
    }
}
