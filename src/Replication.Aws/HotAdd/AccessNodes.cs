using Amazon.EC2;
using Amazon.EC2.Model;
using Replication.Aws.Sites;
using Replication.Core.Rules;
using Replication.Core.Rules.Slots;

namespace Replication.Aws.HotAdd;

/// <summary>
/// Finds the access node and what is attached to it. Its devices are those of this machine, so the instance must be this
/// one: the metadata service has to say so, or the devices are in a folder that is named by the instance.
/// </summary>
internal sealed class AccessNodes(IAmazonEC2 ec2, Ec2Lookup lookup, InstanceTypeCatalog types, HotAddOptions options, InstanceMetadata metadata)
{
    /// <summary>Errors: AccessNodeUnknown, AccessNodeNotUsable.</summary>
    public async Task<AccessNode> ResolveAsync(string? wanted, CancellationToken cancellationToken)
    {
        string id = wanted ?? options.AccessNodeId ?? await metadata.FindInstanceIdAsync(cancellationToken) ?? throw HotAddErrors.NodeUnknown();
        if (options.DeviceFolder is null)
        {
            if (!OperatingSystem.IsLinux()) throw HotAddErrors.NodeNotUsable(id, "This program writes block devices on Linux alone.");
            string? here = await metadata.FindInstanceIdAsync(cancellationToken);
            if (here != id) throw HotAddErrors.NodeNotUsable(id, here is null ? "No instance metadata answers here." : $"This program runs on {here}.");
        }

        Instance instance = await lookup.FindInstanceAsync(id, cancellationToken) ?? throw HotAddErrors.NodeNotUsable(id, "There is no such instance in the region.");
        if (instance.State?.Name != InstanceStateName.Running) throw HotAddErrors.NodeNotUsable(id, $"Its state is {instance.State?.Name?.Value}.");
        return new AccessNode(
            id, instance.Placement?.AvailabilityZone ?? "", instance.Platform == PlatformValues.Windows ? GuestFamily.Windows : GuestFamily.Linux,
            instance.InstanceType?.Value ?? "");
    }

    /// <summary>What is attached now, by whomever.</summary>
    public async Task<NodeDevices> DevicesAsync(AccessNode node, CancellationToken cancellationToken)
    {
        InstanceTypeInfo? type = await types.FindAsync(node.InstanceType, cancellationToken);
        Instance? instance = await lookup.FindInstanceAsync(node.InstanceId, cancellationToken);
        // The volumes' own words: an instance does not list one that is being attached.
        List<Volume> volumes = await lookup.VolumesAsync(TagLists.Filter("attachment.instance-id", node.InstanceId), cancellationToken);
        IEnumerable<string> names = volumes.SelectMany(volume => volume.Attachments ?? []).Where(item => item.InstanceId == node.InstanceId).Select(item => item.Device!);
        // Nitro types share their slots with interfaces and instance store; Xen types do not, whatever the field says.
        bool shared = type?.EbsInfo?.AttachmentLimitType == AttachmentLimitType.Shared && type.Hypervisor == InstanceTypeHypervisor.Nitro;
        return new NodeDevices(node.InstanceId, node.System)
        {
            Volumes = [.. names],
            AttachmentLimit = type?.EbsInfo?.MaximumEbsAttachments,
            OtherAttachments = shared ? (instance?.NetworkInterfaces?.Count ?? 0) + (type?.InstanceStorageInfo?.Disks?.Sum(disk => disk.Count ?? 0) ?? 0) : 0,
        };
    }

    /// <summary>Error: AccessNodeZoneMismatch.</summary>
    public async Task RequireZoneAsync(AccessNode node, CancellationToken cancellationToken)
    {
        string? zone = options.SubnetId is { } subnet ? await ZoneOfAsync(subnet, cancellationToken) : options.Zone;
        if (zone is not null && zone != node.Zone) throw HotAddErrors.ZoneMismatch(node, zone);
    }

    private async Task<string?> ZoneOfAsync(string subnetId, CancellationToken cancellationToken)
    {
        DescribeSubnetsResponse answer = await ec2.DescribeSubnetsAsync(new DescribeSubnetsRequest { SubnetIds = [subnetId] }, cancellationToken);
        return answer.Subnets is [{ } subnet, ..] ? subnet.AvailabilityZone : null;
    }
}
