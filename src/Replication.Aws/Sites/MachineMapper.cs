using System.Globalization;
using Amazon.EC2;
using Amazon.EC2.Model;
using Replication.Core.Machines;

namespace Replication.Aws.Sites;

/// <summary>An instance and its volumes in the words of the model.</summary>
internal static class MachineMapper
{
    private const long GiB = 1L << 30;
    private const long MiB = 1L << 20;

    /// <summary>Of a machine that the site made its own id, else the instance's.</summary>
    public static string IdOf(Instance instance) => instance.Tags.Get(AwsTags.Machine) ?? instance.InstanceId!;

    /// <summary>A machine that is still being made is none yet.</summary>
    public static bool IsComplete(Instance instance) => instance.Tags.Get(AwsTags.Machine) is null || instance.Tags.Get(AwsTags.Content) is not null;

    public static Machine ToMachine(Instance instance, IReadOnlyDictionary<string, Volume> volumes, InstanceTypeInfo? type) => new()
    {
        Id = IdOf(instance),
        PlatformId = instance.InstanceId,
        Name = instance.Tags.Get(AwsTags.Name) is { Length: > 0 } name ? name : instance.InstanceId!,
        Architecture = instance.Architecture?.Value ?? "x86_64",
        InstanceType = instance.InstanceType?.Value,
        Zone = instance.Placement?.AvailabilityZone,
        OperatingSystem = instance.PlatformDetails ?? "Unknown",
        Firmware = FirmwareOf(instance),
        ProcessorCount = type?.VCpuInfo?.DefaultVCpus ?? 1,
        MemoryBytes = (type?.MemoryInfo?.SizeInMiB ?? 1024) * MiB,
        PowerState = PowerOf(instance),
        Disks = [.. DisksOf(instance, volumes)],
        Nics = [.. NicsOf(instance)],
    };

    public static string DiskIdOf(Volume? volume, string device) => volume?.Tags.Get(AwsTags.Disk) ?? device;

    /// <summary>Exact length of the disk, where the site knows one that is not the volume's.</summary>
    public static long LengthOf(Volume volume) =>
        long.TryParse(volume.Tags.Get(AwsTags.Length), NumberStyles.None, CultureInfo.InvariantCulture, out long length) && length <= VolumeBytes(volume) ? length : VolumeBytes(volume);

    public static long VolumeBytes(Volume volume) => (volume.Size ?? 0) * GiB;

    private static IEnumerable<MachineDisk> DisksOf(Instance instance, IReadOnlyDictionary<string, Volume> volumes)
    {
        // sdb before sdaa, as the devices were meant.
        IEnumerable<InstanceDevice> devices = InstanceDevice.Of(instance)
            .OrderByDescending(device => device.IsRoot).ThenBy(device => device.Name.Length).ThenBy(device => device.Name, StringComparer.Ordinal);
        int position = 0;
        foreach (InstanceDevice device in devices)
        {
            Volume? volume = volumes.GetValueOrDefault(device.VolumeId);
            yield return new MachineDisk
            {
                Id = DiskIdOf(volume, device.Name),
                Position = position++,
                Path = device.VolumeId,
                Length = volume is null ? 0 : LengthOf(volume),
                Boot = device.IsRoot,
            };
        }
    }

    private static IEnumerable<MachineNic> NicsOf(Instance instance) => (instance.NetworkInterfaces ?? [])
        .Where(nic => nic.NetworkInterfaceId is not null)
        .OrderBy(nic => nic.Attachment?.DeviceIndex ?? int.MaxValue).ThenBy(nic => nic.NetworkInterfaceId, StringComparer.Ordinal)
        .Select(nic => new MachineNic(nic.NetworkInterfaceId!, nic.MacAddress ?? "", nic.SubnetId));

    private static Firmware FirmwareOf(Instance instance) => (instance.CurrentInstanceBootMode?.Value ?? instance.BootMode?.Value) switch
    {
        "uefi" => Firmware.Uefi,
        "legacy-bios" => Firmware.Bios,
        _ => Firmware.Unknown,
    };

    private static PowerState PowerOf(Instance instance) => instance.State?.Name?.Value switch
    {
        "stopped" => PowerState.Off,
        "running" or "pending" or "stopping" => PowerState.Running,
        _ => PowerState.Unknown,
    };
}
