using Replication.Aws.Ec2.Waiting;

namespace Replication.Aws.HotAdd;

/// <summary>
/// Where an attached volume appears on the access node. A Nitro instance shows NVMe devices in any order, named by the
/// volume in /dev/disk/by-id; a Xen instance shows the name that the volume was attached under.
/// </summary>
internal sealed class NodeDevicePaths(HotAddOptions options, TimeProvider time, string deviceRoot = "/dev")
{
    private const string NvmePrefix = "nvme-Amazon_Elastic_Block_Store_";

    /// <summary>The kernel sees a volume within seconds of its attachment.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    /// <param name="node">Where it is attached.</param>
    /// <param name="slot">"xvdf".</param>
    /// <param name="volumeId">The volume.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<string> WaitAsync(AccessNode node, string slot, string volumeId, CancellationToken cancellationToken)
    {
        long began = time.GetTimestamp();
        while (true)
        {
            if (Find(node, slot, volumeId) is { } path) return path;
            if (time.GetElapsedTime(began) > Patience) throw HotAddErrors.DeviceMissing(volumeId, node.InstanceId, Expected(node, slot, volumeId));
            await Task.Delay(Interval, time, cancellationToken);
        }
    }

    public string? Find(AccessNode node, string slot, string volumeId)
    {
        if (options.DeviceFolder is not null) return Existing(InFolder(node, slot));
        return Existing(NvmePath(volumeId)) ?? Existing(Path.Combine(deviceRoot, slot));
    }

    private static string? Existing(string path) => File.Exists(path) ? path : null;

    private string Expected(AccessNode node, string slot, string volumeId) => options.DeviceFolder is not null ? InFolder(node, slot) : $"{NvmePath(volumeId)} or {deviceRoot}/{slot}";

    private string InFolder(AccessNode node, string slot) => Path.Combine(options.DeviceFolder!, node.InstanceId, "dev", slot);

    private string NvmePath(string volumeId) => Path.Combine(deviceRoot, "disk", "by-id", NvmePrefix + volumeId.Replace("-", "", StringComparison.Ordinal));
}
