using Amazon.EC2;
using Amazon.EC2.Model;
using Replication.Aws.Ec2.Waiting;
using Replication.Aws.Sites;

namespace Replication.Aws.Ec2;

/// <summary>Attaches, detaches and deletes volumes, each harmless to repeat when an answer was lost.</summary>
internal sealed class VolumeAttachments(IAmazonEC2 ec2, ResourceWaiter waiter, Ec2Lookup lookup)
{
    private const string UnknownInstance = "InvalidInstanceID.NotFound";

    public Task DeleteAsync(string volumeId, CancellationToken cancellationToken) =>
        waiter.UntilGoneAsync(token => ec2.DeleteVolumeAsync(new DeleteVolumeRequest { VolumeId = volumeId }, token), cancellationToken);

    public async Task AttachAsync(string volumeId, string instanceId, string device, CancellationToken cancellationToken)
    {
        try
        {
            var request = new AttachVolumeRequest { InstanceId = instanceId, VolumeId = volumeId, Device = device };
            await waiter.UntilVisibleAsync(token => ec2.AttachVolumeAsync(request, token), WaitOptions.Default, cancellationToken);
        }
        catch (AmazonEC2Exception error) when (error.ErrorCode is "VolumeInUse" or "IncorrectState")
        {
            // An attempt whose answer was lost has attached it; anybody else may not.
            List<Volume> found = await lookup.VolumesByIdAsync([volumeId], cancellationToken);
            if (!found.Exists(volume => volume.Attachments?.Exists(attachment => attachment.InstanceId == instanceId && attachment.Device == device) == true)) throw;
        }
    }

    public async Task DetachAsync(string volumeId, string instanceId, CancellationToken cancellationToken)
    {
        try
        {
            var request = new DetachVolumeRequest { VolumeId = volumeId, InstanceId = instanceId };
            await waiter.UntilVisibleAsync(token => ec2.DetachVolumeAsync(request, token), UnknownInstance, WaitOptions.Default, cancellationToken);
        }
        catch (AmazonEC2Exception error) when (error.ErrorCode is "IncorrectState" or "InvalidAttachment.NotFound")
        {
            // Detaching or detached since it was looked at; whoever waits for it to become available finds out.
        }
    }
}
