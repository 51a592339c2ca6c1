using System.Xml.Linq;
using Replication.Agent.Ec2.Protocol;
using Replication.Agent.Ec2.Records;
using Replication.Agent.Ec2.Snapshots;
using Replication.Agent.Ec2.State;
using Replication.Agent.Ec2.Volumes;

namespace Replication.Agent.Ec2.Images;

internal static class RegisterImage
{
    public static async Task<IEnumerable<XElement?>> RunAsync(Ec2Call call, CancellationToken cancellationToken)
    {
        QueryParameters parameters = call.Parameters;
        TagSpecifications tags = TagSpecifications.Read(parameters, ResourceKind.Image);
        string name = parameters.Required("Name");
        if (name.Length is < 3 or > 128)
            throw new Ec2Refusal("InvalidAMIName.Malformed", "AMI names must be between 3 and 128 characters long.");
        var image = new ImageRecord
        {
            Id = ResourceId.New(ResourceKind.Image.Prefix),
            AccountId = call.AccountId,
            CreateTime = call.Now,
            Tags = tags.For(ResourceKind.Image),
            Name = name,
            Description = parameters.Text("Description") ?? "",
            Architecture = parameters.Choice("Architecture", "i386", "x86_64", "arm64", "x86_64_mac", "arm64_mac") ?? "i386",
            RootDevice = DeviceName.Check(parameters.Text("RootDeviceName") ?? "/dev/sda1", "InvalidParameterValue"),
            VirtualizationType = parameters.Choice("VirtualizationType", "hvm", "paravirtual") ?? "paravirtual",
            BootMode = parameters.Choice("BootMode", "legacy-bios", "uefi", "uefi-preferred"),
            TpmSupport = parameters.Choice("TpmSupport", "v2.0"),
            ImdsSupport = parameters.Choice("ImdsSupport", "v2.0"),
            EnaSupport = parameters.Flag("EnaSupport") ?? false,
            SriovNetSupport = parameters.Choice("SriovNetSupport", "simple"),
            Devices = BlockDeviceMapping.Read(parameters),
        };
        if (image.TpmSupport is not null && image.BootMode != "uefi")
            throw Ec2Refusals.InvalidCombination("TpmSupport requires the boot mode uefi.");
        call.Begin();

        using IDisposable held = await call.Region.Gate.EnterAsync(cancellationToken);
        if (call.Region.Images.Of(call).FirstOrDefault(other => other.Name == name) is { } other)
            throw new Ec2Refusal("InvalidAMIName.Duplicate", $"AMI name {name} is already in use by AMI {other.Id}");
        image = image with { Devices = await CheckAsync(call, image, cancellationToken) };
        call.Region.Images.Put(image);
        return [Ec2Xml.Value("imageId", image.Id)];
    }

    /// <summary>The devices with their sizes; the root device is there and comes from a snapshot.</summary>
    private static async Task<IReadOnlyList<BlockDevice>> CheckAsync(Ec2Call call, ImageRecord image, CancellationToken cancellationToken)
    {
        BlockDevice? root = image.Devices.FirstOrDefault(device => DeviceName.AreSame(device.Device, image.RootDevice));
        if (root?.SnapshotId is null)
            throw new Ec2Refusal("InvalidBlockDeviceMapping", $"No snapshot is given for the root device {image.RootDevice}.");
        var planner = new VolumePlanner(call, "InvalidBlockDeviceMapping");
        List<BlockDevice> devices = [];
        foreach (BlockDevice device in image.Devices)
        {
            if (!device.IsEbs)
            {
                devices.Add(device);
                continue;
            }

            VolumePlan plan = await planner.PlanAsync(device, cancellationToken);
            devices.Add(device with
            {
                SizeGiB = plan.SizeGiB,
                Type = plan.Type,
                Encrypted = plan.SnapshotId is not null && (await call.Region.Snapshots.GetAsync(call, plan.SnapshotId, cancellationToken)).Encrypted,
                DeleteOnTermination = device.DeleteOnTermination ?? true,
            });
        }

        return devices;
    }
}
