using Amazon.EC2;
using Amazon.EC2.Model;
using Replication.Aws.Ec2;

namespace Replication.Aws.Sites;

/// <summary>Finds resources by the ids and tags of the site. What is gone or going is not found.</summary>
internal sealed class Ec2Lookup(IAmazonEC2 ec2)
{
    /// <summary>The most that EC2 gives at once.</summary>
    private const int PageSize = 1000;

    private const string InstancePrefix = "i-";
    private const string Self = "self";
    private const string MalformedInstance = "InvalidInstanceID.Malformed";

    private static readonly string[] Living = ["pending", "running", "stopping", "stopped"];

    public async Task<List<Instance>> InstancesAsync(CancellationToken cancellationToken) =>
        await CollectAsync(new DescribeInstancesRequest { Filters = [TagLists.Filter("instance-state-name", Living)], MaxResults = PageSize }, cancellationToken);

    /// <summary>The instance of a machine, by the machine's id or the instance's own.</summary>
    public async Task<Instance?> FindInstanceAsync(string machineId, CancellationToken cancellationToken)
    {
        if (!machineId.StartsWith(InstancePrefix, StringComparison.Ordinal)) return await FindMadeAsync(machineId, cancellationToken);
        try
        {
            List<Instance> found = await CollectAsync(new DescribeInstancesRequest { InstanceIds = [machineId] }, cancellationToken);
            return found.Find(IsLiving);
        }
        catch (AmazonEC2Exception error) when (Ec2Errors.IsNotFound(error) || error.ErrorCode == MalformedInstance)
        {
            return null;
        }
    }

    /// <summary>The instance that the site made as a machine of this id.</summary>
    public async Task<Instance?> FindMadeAsync(string machineId, CancellationToken cancellationToken)
    {
        List<Instance> found = await CollectAsync(
            new DescribeInstancesRequest { Filters = [TagLists.TagFilter(AwsTags.Machine, machineId), TagLists.Filter("instance-state-name", Living)] }, cancellationToken);
        return found.Find(IsLiving);
    }

    public async Task<List<Volume>> VolumesByIdAsync(IReadOnlyCollection<string> ids, CancellationToken cancellationToken) =>
        ids.Count == 0 ? [] : await VolumesAsync(TagLists.Filter("volume-id", [.. ids]), cancellationToken);

    /// <summary>Volumes that the site made for a machine, attached or not.</summary>
    public Task<List<Volume>> VolumesMadeForAsync(string machineId, CancellationToken cancellationToken) =>
        VolumesAsync(TagLists.TagFilter(AwsTags.Machine, machineId), cancellationToken);

    public async Task<List<Snapshot>> SnapshotsAsync(string tag, string value, CancellationToken cancellationToken)
    {
        var request = new DescribeSnapshotsRequest { OwnerIds = [Self], Filters = [TagLists.TagFilter(tag, value)], MaxResults = PageSize };
        var found = new List<Snapshot>();
        await foreach (Snapshot snapshot in ec2.Paginators.DescribeSnapshots(request).Snapshots.WithCancellation(cancellationToken)) found.Add(snapshot);
        return found;
    }

    public async Task<List<Image>> ImagesMadeForAsync(string machineId, CancellationToken cancellationToken)
    {
        var request = new DescribeImagesRequest { Owners = [Self], Filters = [TagLists.TagFilter(AwsTags.Machine, machineId)] };
        var found = new List<Image>();
        await foreach (Image image in ec2.Paginators.DescribeImages(request).Images.WithCancellation(cancellationToken)) found.Add(image);
        return found;
    }

    public async Task<Image?> FindImageAsync(string imageId, CancellationToken cancellationToken)
    {
        try
        {
            var request = new DescribeImagesRequest { ImageIds = [imageId] };
            await foreach (Image image in ec2.Paginators.DescribeImages(request).Images.WithCancellation(cancellationToken)) return image;
            return null;
        }
        catch (AmazonEC2Exception error) when (Ec2Errors.IsNotFound(error))
        {
            return null;
        }
    }

    public async Task<List<Volume>> VolumesAsync(Filter filter, CancellationToken cancellationToken)
    {
        // MaxResults and ids exclude each other, a filter on ids does not.
        var request = new DescribeVolumesRequest { Filters = [filter], MaxResults = PageSize };
        var found = new List<Volume>();
        await foreach (Volume volume in ec2.Paginators.DescribeVolumes(request).Volumes.WithCancellation(cancellationToken))
        {
            if (volume.State != VolumeState.Deleting && volume.State != VolumeState.Deleted) found.Add(volume);
        }

        return found;
    }

    private static bool IsLiving(Instance instance) => instance.State?.Name?.Value is { } state && Living.Contains(state);

    private async Task<List<Instance>> CollectAsync(DescribeInstancesRequest request, CancellationToken cancellationToken)
    {
        var found = new List<Instance>();
        await foreach (Reservation reservation in ec2.Paginators.DescribeInstances(request).Reservations.WithCancellation(cancellationToken))
            found.AddRange(reservation.Instances ?? []);
        return found;
    }
}
