namespace Replication.Aws.Sites;

/// <summary>One volume of a machine to be made.</summary>
/// <param name="DiskId">Disk of the specification.</param>
/// <param name="Index">0 for the boot disk; decides the device name.</param>
/// <param name="SnapshotId">Content.</param>
/// <param name="Length">Exact length in bytes.</param>
internal sealed record ReplicaDisk(string DiskId, int Index, string SnapshotId, long Length)
{
    private const long GiB = 1L << 30;

    public int SizeGiB => (int)((Length + GiB - 1) / GiB);
}
