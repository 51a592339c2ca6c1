using Replication.Agent.Ec2.Protocol;
using Replication.Agent.Ec2.Records;

namespace Replication.Agent.Ec2.Volumes;

/// <summary>Reads block device mappings, and lays those of a request over those of an image.</summary>
internal static class BlockDeviceMapping
{
    public static IReadOnlyList<BlockDevice> Read(QueryParameters parameters)
    {
        List<BlockDevice> devices = [];
        foreach (QueryParameters mapping in parameters.Groups("BlockDeviceMapping"))
        {
            string name = DeviceName.Check(mapping.Required("DeviceName"), "InvalidBlockDeviceMapping");
            QueryParameters ebs = mapping.Group("Ebs");
            BlockDevice device = ReadVolume(ebs, name, "VolumeSize") with
            {
                // Present and empty is how clients say "none"; the parameter's mere presence counts.
                NoDevice = mapping.IsPresent("NoDevice"),
                VirtualName = mapping.Text("VirtualName"),
                DeleteOnTermination = ebs.Flag("DeleteOnTermination"),
            };
            if (devices.Exists(other => DeviceName.AreSame(other.Device, name)))
                throw new Ec2Refusal("InvalidBlockDeviceMapping", $"The device '{name}' is used in more than one block-device mapping");
            devices.Add(device);
        }

        return devices;
    }

    public static BlockDevice ReadVolume(QueryParameters parameters, string device, string sizeParameter) => new()
    {
        Device = device,
        SnapshotId = parameters.Id("SnapshotId", ResourceKind.Snapshot),
        SizeGiB = parameters.Number(sizeParameter, 1),
        Type = parameters.Text("VolumeType"),
        Iops = parameters.Number("Iops", 1),
        Throughput = parameters.Number("Throughput", 1),
        Encrypted = parameters.Flag("Encrypted"),
        KmsKeyId = parameters.Text("KmsKeyId"),
    };

    /// <summary>What an instance gets: the image's devices with the request's values over them, less those suppressed.</summary>
    public static IReadOnlyList<BlockDevice> Combine(IReadOnlyList<BlockDevice> image, IReadOnlyList<BlockDevice> request)
    {
        List<BlockDevice> result = [.. image];
        foreach (BlockDevice wanted in request)
        {
            int index = result.FindIndex(device => DeviceName.AreSame(device.Device, wanted.Device));
            if (wanted.NoDevice && index >= 0) result.RemoveAt(index);
            else if (index >= 0) result[index] = Overlay(result[index], wanted);
            else if (!wanted.NoDevice) result.Add(wanted);
        }

        return result;
    }

    private static BlockDevice Overlay(BlockDevice image, BlockDevice wanted) => wanted with
    {
        Device = image.Device,
        SnapshotId = wanted.SnapshotId ?? image.SnapshotId,
        SizeGiB = wanted.SizeGiB ?? (wanted.SnapshotId is null ? image.SizeGiB : null),
        Type = wanted.Type ?? image.Type,

        // Performance belongs to the type it was given for.
        Iops = wanted.Iops ?? (wanted.Type is null || wanted.Type == image.Type ? image.Iops : null),
        Throughput = wanted.Throughput ?? (wanted.Type is null || wanted.Type == image.Type ? image.Throughput : null),
        Encrypted = wanted.Encrypted ?? image.Encrypted,
        KmsKeyId = wanted.KmsKeyId ?? image.KmsKeyId,
        DeleteOnTermination = wanted.DeleteOnTermination ?? image.DeleteOnTermination,
    };
}
