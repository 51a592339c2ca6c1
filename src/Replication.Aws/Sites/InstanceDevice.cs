using Amazon.EC2.Model;

namespace Replication.Aws.Sites;

/// <summary>A device of an instance: attached, or about to be because a replacement of its volume was interrupted.</summary>
internal sealed record InstanceDevice(string Name, string VolumeId, bool DeletesWithInstance, bool IsRoot)
{
    public static IReadOnlyList<InstanceDevice> Of(Instance instance)
    {
        List<InstanceDevice> devices = [.. Attached(instance)];
        foreach (DiskReplacement replacement in DiskReplacement.Of(instance).Where(replacement => !devices.Exists(device => device.Name == replacement.Device)))
            devices.Add(new InstanceDevice(replacement.Device, replacement.Made, replacement.DeletesWithInstance, replacement.Device == instance.RootDeviceName));
        return devices;
    }

    public static IEnumerable<InstanceDevice> Attached(Instance instance)
    {
        foreach (InstanceBlockDeviceMapping mapping in instance.BlockDeviceMappings ?? [])
        {
            if (mapping is { DeviceName: { } name, Ebs: { VolumeId: { } volume } ebs })
                yield return new InstanceDevice(name, volume, ebs.DeleteOnTermination ?? false, name == instance.RootDeviceName);
        }
    }
}
