using Amazon.EC2;
using Amazon.EC2.Model;
using Replication.Aws.Ec2;
using Replication.Aws.Ec2.Waiting;
using Replication.Core.Errors;
using Replication.Core.Machines;

namespace Replication.Aws.Sites;

/// <summary>Launches the instance of a plan from its image: one instance, whatever is repeated.</summary>
internal sealed class InstanceLauncher(SiteParts parts, ImageRegistration images)
{
    public async Task<Instance> LaunchAsync(ReplicaPlan plan, CancellationToken cancellationToken)
    {
        Image image = plan.Launch.BaseImageId is { } wanted ? await BaseImageAsync(wanted, plan, cancellationToken) : await images.EnsureAsync(plan, cancellationToken);
        string type = await TypeAsync(plan, image, cancellationToken);
        RunInstancesResponse launched;
        try
        {
            RunInstancesRequest request = Request(plan, image, type);
            // The image was registered a moment ago.
            launched = await parts.Waiter.UntilVisibleAsync(
                token => parts.Ec2.RunInstancesAsync(request, token), "InvalidAMIID.NotFound", WaitOptions.Default, cancellationToken);
        }
        catch (AmazonEC2Exception error) when (Ec2Errors.IsOutOfCapacity(error) || error.ErrorCode == "Unsupported")
        {
            throw new ReplicationException(
                "InstanceTypeNotUsable", $"Instance type {type}", $"It cannot be launched there ({error.ErrorCode}: {error.Message}).", "a type that the zone has room for.",
                "Set another instance type or subnet on the VM, the group or the site.", error);
        }

        return launched.Reservation?.Instances is [{ } instance, ..] ? instance : throw new ReplicationException(
            "ResourceFailed", $"Machine {plan.Specification.Machine.Name}", "The service launched no instance and gave no reason.", "an instance.");
    }

    private RunInstancesRequest Request(ReplicaPlan plan, Image image, string type)
    {
        LaunchSettings launch = plan.Launch;
        string? subnet = launch.SubnetId ?? parts.Settings.SubnetId;
        IReadOnlyList<string> groups = launch.SecurityGroupIds ?? parts.Settings.SecurityGroupIds;
        Dictionary<string, string> tags = MachineTags(plan);
        var volumeTags = new Dictionary<string, string>(tags) { [AwsTags.Machine] = plan.MachineId };
        tags[AwsTags.Machine] = plan.MachineId;
        tags[AwsTags.Role] = plan.Specification.Role.ToString();
        tags[AwsTags.Launch] = ImageRegistration.ContentOf(plan);
        string? addresses = LaunchRules.GuestAddresses(launch);
        if (addresses is not null) tags[AwsTags.GuestAddresses] = addresses;
        return new RunInstancesRequest
        {
            // Of the image as well: a machine that was deleted and is made again is another instance.
            ClientToken = ReplicaPlan.Digest($"{plan.MachineId}\n{image.ImageId}"),
            ImageId = image.ImageId,
            InstanceType = InstanceType.FindValue(type),
            MinCount = 1,
            MaxCount = 1,
            SubnetId = subnet,
            Placement = subnet is null && parts.Settings.Zone is { } zone ? new Placement { AvailabilityZone = zone } : null,
            SecurityGroupIds = groups.Count > 0 ? [.. groups] : null,
            PrivateIpAddress = launch.PrivateIpAddress,
            KeyName = launch.KeyName,
            IamInstanceProfile = launch.IamInstanceProfile is not { } profile ? null
                : profile.StartsWith("arn:", StringComparison.Ordinal) ? new IamInstanceProfileSpecification { Arn = profile }
                : new IamInstanceProfileSpecification { Name = profile },
            // What sets the addresses inside the guest reads the tag from the instance's metadata.
            MetadataOptions = addresses is null ? null : new InstanceMetadataOptionsRequest { InstanceMetadataTags = InstanceMetadataTagsState.Enabled },
            // A guest that shuts itself down must not take its disks with it.
            InstanceInitiatedShutdownBehavior = ShutdownBehavior.Stop,
            TagSpecifications = [tags.For(ResourceType.Instance), volumeTags.For(ResourceType.Volume)],
        };
    }

    /// <summary>What the owner wants to see on everything that costs money.</summary>
    public static Dictionary<string, string> MachineTags(ReplicaPlan plan)
    {
        Dictionary<string, string> tags = (plan.Launch.Tags ?? new Dictionary<string, string>()).Where(tag => !AwsTags.IsReserved(tag.Key)).ToDictionary();
        tags[AwsTags.Name] = plan.Specification.Machine.Name;
        return tags;
    }

    private async Task<Image> BaseImageAsync(string imageId, ReplicaPlan plan, CancellationToken cancellationToken)
    {
        string target = $"Base image {imageId}";
        Image image = await parts.Lookup.FindImageAsync(imageId, cancellationToken)
            ?? throw new ReplicationException("BaseImageNotUsable", target, "The region does not have it, or it is not shared with the account.", "an image of this region.");
        string architecture = plan.Specification.Machine.Architecture;
        return image.Architecture?.Value == architecture ? image : throw new ReplicationException(
            "BaseImageNotUsable", target, $"Its architecture is {image.Architecture?.Value}.", $"an image for {architecture}.");
    }

    private async Task<string> TypeAsync(ReplicaPlan plan, Image image, CancellationToken cancellationToken)
    {
        Machine machine = plan.Specification.Machine;
        string type = plan.Launch.InstanceType ?? parts.Settings.InstanceType ?? machine.InstanceType
            ?? InstanceTypeTable.Choose(machine.Architecture, machine.ProcessorCount, machine.MemoryBytes)
            ?? throw new ReplicationException(
                "InstanceTypeNotUsable", $"Machine {machine.Name}", $"No type of the table has {machine.ProcessorCount} processors and {machine.MemoryBytes >> 20} MiB.", "a type.",
                "Set the instance type on the VM, the group or the site.");
        await parts.Types.RequireAsync(type, machine.Architecture, image.BootMode == BootModeValues.UefiPreferred ? null : image.BootMode?.Value, cancellationToken);
        return type;
    }
}
