using Amazon.EC2;
using Amazon.EC2.Model;
using Replication.Aws.Ec2.Waiting;
using Replication.Core.Machines;

namespace Replication.Aws.Sites;

/// <summary>
/// The image that an instance is launched from, registered from snapshots. It is needed for the launch alone and would keep
/// its snapshots from being deleted, so it goes as soon as the instance is there.
/// </summary>
internal sealed class ImageRegistration(SiteParts parts, DiskSnapshots snapshots)
{
    private const string DuplicateName = "InvalidAMIName.Duplicate";

    /// <summary>The image of the plan's content, or of an empty root for a shell; one of an earlier try is used again.</summary>
    public async Task<Image> EnsureAsync(ReplicaPlan plan, CancellationToken cancellationToken)
    {
        string content = ContentOf(plan);
        foreach (Image image in await parts.Lookup.ImagesMadeForAsync(plan.MachineId, cancellationToken))
        {
            if (image.Tags.Get(AwsTags.Launch) == content) return await AvailableAsync(image.ImageId!, cancellationToken);
            await DeregisterAsync(image.ImageId!, cancellationToken);
        }

        return await AvailableAsync(await RegisterAsync(plan, content, cancellationToken), cancellationToken);
    }

    /// <summary>Deregisters all images of a machine and deletes what was uploaded for it. Recovery points' snapshots stay.</summary>
    public async Task RemoveAsync(string machineId, CancellationToken cancellationToken)
    {
        foreach (Image image in await parts.Lookup.ImagesMadeForAsync(machineId, cancellationToken)) await DeregisterAsync(image.ImageId!, cancellationToken);
        var volumeSnapshots = new VolumeSnapshots(parts);
        foreach (Snapshot snapshot in await parts.Lookup.SnapshotsAsync(AwsTags.Upload, machineId, cancellationToken))
            await volumeSnapshots.DeleteAsync(snapshot.SnapshotId!, cancellationToken);
    }

    public static string ContentOf(ReplicaPlan plan) => plan.LaunchesContent ? plan.ContentDigest : AwsTags.Shell;

    private Task<Image> AvailableAsync(string imageId, CancellationToken cancellationToken) => parts.Wait.ImageAvailableAsync(imageId, null, cancellationToken);

    private async Task<string> RegisterAsync(ReplicaPlan plan, string content, CancellationToken cancellationToken)
    {
        Machine machine = plan.Specification.Machine;
        // Equal names mean equal content, so a name that is taken is an earlier try that the listing does not show yet.
        string name = $"replication {ReplicaPlan.Digest(plan.MachineId)} {content}";
        try
        {
            var request = new RegisterImageRequest
            {
                Name = name,
                Description = $"To launch machine {plan.MachineId}",
                Architecture = ArchitectureValues.FindValue(machine.Architecture),
                BootMode = plan.BootMode,
                VirtualizationType = "hvm",
                EnaSupport = true,
                RootDeviceName = DeviceNames.Root,
                BlockDeviceMappings = plan.LaunchesContent
                    ? [.. plan.Disks.Select(disk => Mapping(DeviceNames.At(disk.Index, DeviceNames.Root), disk.SnapshotId, VolumeTypeOf(plan)))]
                    : [Mapping(DeviceNames.Root, await snapshots.EmptyAsync(plan.MachineId, cancellationToken), VolumeTypeOf(plan))],
                TagSpecifications = [new Dictionary<string, string> { [AwsTags.Machine] = plan.MachineId, [AwsTags.Launch] = content }.For(ResourceType.Image)],
            };
            RegisterImageResponse registered = await parts.Waiter.UntilVisibleAsync(
                token => parts.Ec2.RegisterImageAsync(request, token), "InvalidSnapshot.NotFound", WaitOptions.Default, cancellationToken);
            return registered.ImageId!;
        }
        catch (AmazonEC2Exception error) when (error.ErrorCode == DuplicateName)
        {
            return await parts.Waiter.UntilVisibleAsync(token => ByNameAsync(name, token), WaitOptions.Default, cancellationToken);
        }
    }

    private async Task<string> ByNameAsync(string name, CancellationToken cancellationToken)
    {
        var request = new DescribeImagesRequest { Owners = ["self"], Filters = [TagLists.Filter("name", name)] };
        await foreach (Image image in parts.Ec2.Paginators.DescribeImages(request).Images.WithCancellation(cancellationToken)) return image.ImageId!;
        throw SiteErrors.NotListed($"Image '{name}'", "InvalidAMIID.NotFound");
    }

    private Task DeregisterAsync(string imageId, CancellationToken cancellationToken) =>
        parts.Waiter.UntilGoneAsync(token => parts.Ec2.DeregisterImageAsync(new DeregisterImageRequest { ImageId = imageId }, token), cancellationToken);

    private VolumeType VolumeTypeOf(ReplicaPlan plan) => VolumeType.FindValue(plan.Launch.VolumeType ?? parts.Settings.VolumeType);

    private static BlockDeviceMapping Mapping(string device, string snapshotId, VolumeType type) => new()
    {
        DeviceName = device,
        Ebs = new EbsBlockDevice { SnapshotId = snapshotId, DeleteOnTermination = true, VolumeType = type },
    };
}
