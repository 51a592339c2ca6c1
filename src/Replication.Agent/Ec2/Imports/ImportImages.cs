using Replication.Agent.Ec2.Protocol;
using Replication.Core.Disks;
using Replication.Core.Errors;
using Replication.Runtime;

namespace Replication.Agent.Ec2.Imports;

/// <summary>
/// Opens images as VM Import does: of the format that the client says, and only those of their kinds that VM Import
/// takes. Its refusals become the status message of the task.
/// </summary>
internal static class ImportImages
{
    /// <summary>16 TiB, the largest volume that VM Import makes.</summary>
    private const long LargestDisk = 16L << 40;

    public static IReadOnlyList<string> SnapshotFormats { get; } = ["VHD", "VHDX", "VMDK", "RAW"];

    public static async Task<IDiskView> OpenAsync(string path, string format, CancellationToken cancellationToken)
    {
        IDiskView disk;
        try
        {
            disk = await Tools.DiskImages.OpenAsync(path, new DiskOpenOptions { ForceRaw = IsRaw(format) }, cancellationToken);
        }
        catch (DiskImageException error)
        {
            throw Invalid(error.Found);
        }

        try
        {
            if (!IsRaw(format) && !Accepted(format).Contains(disk.Format)) throw Invalid($"Unsupported {format} File: {disk.Format}");
            if (disk.Length > LargestDisk) throw Invalid($"The disk has {disk.Length} bytes; at most {LargestDisk} are imported");
            return disk;
        }
        catch
        {
            await disk.DisposeAsync();
            throw;
        }
    }

    private static bool IsRaw(string format) => format == "RAW";

    private static string[] Accepted(string format) => format switch
    {
        "VMDK" => ["vmdk streamOptimized"],
        "VHD" => ["vhd fixed", "vhd dynamic"],
        "VHDX" => ["vhdx fixed", "vhdx dynamic"],
        _ => [],
    };

    private static Ec2Refusal Invalid(string why) => new Ec2Refusal("ClientError", $"ClientError: Disk validation failed [{why}]");
}
