using Amazon.EC2;
using Amazon.EC2.Model;
using Replication.Aws.Ec2;
using Replication.Core.Errors;

namespace Replication.Aws.Sites;

/// <summary>Removes a machine that the site made, and everything that was made for it. Nothing else is ever terminated.</summary>
internal sealed class MachineRemoval(SiteParts parts)
{
    private readonly VolumeSwap _volumes = new(parts);

    /// <summary>Error: MachineNotOurs.</summary>
    public async Task RunAsync(string machineId, CancellationToken cancellationToken)
    {
        Instance? instance = await parts.Lookup.FindInstanceAsync(machineId, cancellationToken);
        string id = machineId;
        if (instance is not null)
        {
            id = instance.Tags.Get(AwsTags.Machine) ?? throw new ReplicationException(
                "MachineNotOurs", $"Machine {machineId}", "The site did not make it.", $"an instance with the tag {AwsTags.Machine}.", "Terminate it by EC2's own means if it is to go.");
            await TerminateAsync(instance.InstanceId!, cancellationToken);
        }

        List<Volume> left = [.. (await parts.Lookup.VolumesMadeForAsync(id, cancellationToken)).Where(volume => volume.Attachments is not { Count: > 0 } || IsOf(volume, instance))];
        foreach (Volume volume in left) await DeleteAsync(volume.VolumeId!, cancellationToken);
        await new ImageRegistration(parts, new DiskSnapshots(parts)).RemoveAsync(id, cancellationToken);
        // With the machine goes the last one who would look for snapshots of its volumes.
        await new VolumeSnapshots(parts).ReleaseAsync(id, [], cancellationToken);
    }

    /// <summary>Still shown as attached to the instance that was just terminated.</summary>
    private static bool IsOf(Volume volume, Instance? instance) =>
        instance is not null && volume.Attachments!.TrueForAll(attachment => attachment.InstanceId == instance.InstanceId);

    private async Task TerminateAsync(string instanceId, CancellationToken cancellationToken)
    {
        await parts.Waiter.UntilGoneAsync(
            token => parts.Ec2.TerminateInstancesAsync(new TerminateInstancesRequest { InstanceIds = [instanceId] }, token), cancellationToken);
        await parts.Wait.InstancesTerminatedAsync([instanceId], null, cancellationToken);
    }

    /// <summary>A volume that goes with its instance may be going already.</summary>
    private async Task DeleteAsync(string volumeId, CancellationToken cancellationToken)
    {
        if ((await parts.Lookup.VolumesByIdAsync([volumeId], cancellationToken)).Count == 0) return;
        try
        {
            await _volumes.DeleteAsync(volumeId, cancellationToken);
        }
        catch (AmazonEC2Exception error) when (Ec2Errors.IsBusy(error))
        {
            // Deleted or detached by the termination in a moment.
            try
            {
                await parts.Wait.VolumesAvailableAsync([volumeId], null, cancellationToken);
            }
            catch (ReplicationException gone) when (gone.ErrorId is "ResourceNotFound" or "ResourceFailed")
            {
                return;
            }

            await _volumes.DeleteAsync(volumeId, cancellationToken);
        }
    }
}
