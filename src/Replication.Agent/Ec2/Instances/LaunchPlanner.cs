using Replication.Agent.Ec2.Data;
using Replication.Agent.Ec2.Network;
using Replication.Agent.Ec2.Protocol;
using Replication.Agent.Ec2.Records;
using Replication.Agent.Ec2.Volumes;

namespace Replication.Agent.Ec2.Instances;

/// <summary>Looks up what a launch names and refuses what EC2 would refuse, before a byte is copied.</summary>
internal sealed class LaunchPlanner(Ec2Call call)
{
    public async Task<LaunchPlan> PlanAsync(LaunchRequest request, CancellationToken cancellationToken)
    {
        InstanceType type = InstanceType.Get(request.InstanceType);
        ImageRecord image = call.Region.Images.Get(call, request.ImageId);
        CheckFit(image, type);
        if (request.KeyName is not null) KeyPairActions.Get(call, request.KeyName);
        SubnetRecord subnet = Subnet(request);
        if (request.Interfaces.Count > type.MaximumInterfaces)
            throw new Ec2Refusal("AttachmentLimitExceeded", $"Interface count {request.Interfaces.Count} exceeds the limit {type.MaximumInterfaces} for {type.Name}");

        List<BlockDevice> devices = [.. BlockDeviceMapping.Combine(image.Devices, request.Devices).Where(device => device.IsEbs)];
        if (!devices.Exists(device => DeviceName.AreSame(device.Device, image.RootDevice)))
            throw new Ec2Refusal("InvalidBlockDeviceMapping", $"The root device {image.RootDevice} cannot be left out.");
        int limit = type.VolumeLimit(request.Interfaces.Count);
        if (devices.Count > limit)
            throw new Ec2Refusal("AttachmentLimitExceeded", $"{devices.Count} volumes exceed the limit {limit} of an instance of type {type.Name}.");
        var planner = new VolumePlanner(call, "InvalidBlockDeviceMapping");
        List<PlannedDevice> planned = [];
        foreach (BlockDevice device in devices) planned.Add(new PlannedDevice(device, await planner.PlanAsync(device, cancellationToken)));
        return new LaunchPlan(request, image, type, subnet, planned);
    }

    public static void CheckFit(ImageRecord image, InstanceType type)
    {
        if (!type.Architectures.Contains(image.Architecture))
        {
            throw Ec2Refusals.InvalidValue(
                "InstanceType", type.Name,
                $"The architecture '{string.Join(", ", type.Architectures)}' of the instance type does not match the architecture '{image.Architecture}' of the AMI.");
        }

        if (!type.VirtualizationTypes.Contains(image.VirtualizationType))
            throw Ec2Refusals.InvalidCombination($"Virtualization type '{image.VirtualizationType}' is not supported by '{type.Name}'.");
        if (type.EnaSupport == "required" && !image.EnaSupport)
        {
            throw Ec2Refusals.InvalidCombination(
                $"Enhanced networking with the Elastic Network Adapter (ENA) is required for the '{type.Name}' instance type. Ensure that you are using an AMI that is enabled for ENA.");
        }

        if (image.BootMode is { } mode && mode != "uefi-preferred" && !type.BootModes.Contains(mode))
            throw new Ec2Refusal("UnsupportedOperation", $"The instance type '{type.Name}' does not support the boot mode '{mode}' of the AMI.");
    }

    /// <summary>The subnet of the primary interface: named, an existing interface's, or a default one of the zone.</summary>
    private SubnetRecord Subnet(LaunchRequest request)
    {
        string? zone = request.Zone is null ? null : call.Region.Zones.Get(request.Zone);
        LaunchInterface primary = request.Interfaces[0];
        string? id = primary.ExistingId is not null ? call.Region.Interfaces.Get(call, primary.ExistingId).SubnetId : primary.SubnetId ?? request.SubnetId;
        SubnetRecord? subnet = id is not null
            ? call.Region.Subnets.Get(call, id)
            : call.Region.Subnets.Of(call).Where(item => item.IsDefault && (zone is null || item.Zone == zone)).OrderBy(item => item.Zone, StringComparer.Ordinal).FirstOrDefault();
        if (subnet is null) throw new Ec2Refusal("MissingInput", "No subnets found for the default VPC. Please specify a subnet.");
        return zone is null || subnet.Zone == zone
            ? subnet
            : throw Ec2Refusals.InvalidValue("Placement.AvailabilityZone", zone, $"The subnet {subnet.Id} is in {subnet.Zone}.");
    }
}
