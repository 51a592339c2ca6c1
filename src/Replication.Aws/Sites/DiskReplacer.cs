using Amazon.EC2;
using Amazon.EC2.Model;
using Replication.Aws.Ec2;
using Replication.Aws.Ec2.Waiting;

namespace Replication.Aws.Sites;

/// <summary>Puts a new volume in the place of a disk's, forward only: once the intention is written, whoever comes next finishes it.</summary>
internal sealed class DiskReplacer(SiteParts parts)
{
    private readonly VolumeSwap _swap = new(parts);

    /// <param name="place">What is replaced.</param>
    /// <param name="request">Of the new volume, without its tags.</param>
    /// <param name="tags">Its tags.</param>
    /// <param name="cancellationToken">Between the calls.</param>
    public async Task RunAsync(EbsTargetPlace place, CreateVolumeRequest request, Dictionary<string, string> tags, CancellationToken cancellationToken)
    {
        tags[AwsTags.Replacement] = place.MachineId;
        request.TagSpecifications = [tags.For(ResourceType.Volume)];
        CreateVolumeResponse created = await parts.Waiter.UntilVisibleAsync(
            token => parts.Ec2.CreateVolumeAsync(request, token), "InvalidSnapshot.NotFound", WaitOptions.Default, cancellationToken);
        string made = created.Volume!.VolumeId!;
        await parts.Wait.VolumesAvailableAsync([made], null, cancellationToken);
        Instance instance = await RequireStoppedAsync(place.InstanceId, cancellationToken);
        var replacement = new DiskReplacement(place.Device, place.Volume.VolumeId!, made, place.DeletesWithInstance);
        await parts.Ec2.CreateTagsAsync(new CreateTagsRequest { Resources = [place.InstanceId], Tags = [replacement.ToTag()] }, cancellationToken);
        await FinishAsync(instance.InstanceId!, replacement, cancellationToken);
    }

    /// <summary>Finishes what was interrupted, and deletes new volumes that never came to be attached.</summary>
    public async Task FinishAsync(Instance instance, CancellationToken cancellationToken)
    {
        foreach (DiskReplacement replacement in DiskReplacement.Of(instance)) await FinishAsync(instance.InstanceId!, replacement, cancellationToken);
        foreach (Volume volume in await parts.Lookup.VolumesAsync(TagLists.TagFilter(AwsTags.Replacement, MachineMapper.IdOf(instance)), cancellationToken))
        {
            if (volume.State == VolumeState.Available) await _swap.DeleteAsync(volume.VolumeId!, cancellationToken);
        }
    }

    /// <summary>Error: VmRunning.</summary>
    public async Task<Instance> RequireStoppedAsync(string instanceId, CancellationToken cancellationToken)
    {
        Instance instance = await parts.Lookup.FindInstanceAsync(instanceId, cancellationToken) ?? throw SiteErrors.InstanceGone(instanceId);
        return instance.State?.Name == InstanceStateName.Stopped ? instance : throw SiteErrors.MustBeStopped(MachineMapper.IdOf(instance), instance.State?.Name?.Value);
    }

    private async Task FinishAsync(string instanceId, DiskReplacement replacement, CancellationToken cancellationToken)
    {
        await _swap.ApplyAsync(instanceId, new Dictionary<string, string> { [replacement.Device] = replacement.Made }, whole: false, cancellationToken);
        await _swap.DeleteWithInstanceAsync(instanceId, [replacement.Device], replacement.DeletesWithInstance, cancellationToken);
        await _swap.DeleteAsync(replacement.Former, cancellationToken);
        // First the mark that lets an unattached volume be deleted, then the intention.
        await UntagAsync(new DeleteTagsRequest { Resources = [replacement.Made], Tags = [new Tag { Key = AwsTags.Replacement }] }, cancellationToken);
        await UntagAsync(new DeleteTagsRequest { Resources = [instanceId], Tags = [new Tag { Key = replacement.Key }] }, cancellationToken);
    }

    private Task UntagAsync(DeleteTagsRequest request, CancellationToken cancellationToken) =>
        parts.Waiter.UntilVisibleAsync(token => parts.Ec2.DeleteTagsAsync(request, token), WaitOptions.Default, cancellationToken);
}
