using System.Xml.Linq;
using Replication.Agent.Ec2.Protocol;
using Replication.Agent.Ec2.Records;
using Replication.Agent.Ec2.State;

namespace Replication.Agent.Ec2.Volumes;

internal static class DetachVolume
{
    public static async Task<IEnumerable<XElement?>> RunAsync(Ec2Call call, CancellationToken cancellationToken)
    {
        string volumeId = call.Parameters.RequiredId("VolumeId", ResourceKind.Volume);
        string? instanceId = call.Parameters.Id("InstanceId", ResourceKind.Instance);
        string? device = call.Parameters.Text("Device");

        // Forced or not, the operating system that would hold on to the device is not there.
        call.Parameters.Disregard("Force");
        call.Begin();

        using IDisposable held = await call.Region.Gate.EnterAsync(cancellationToken);
        VolumeRecord volume = call.Region.Volumes.Get(call, volumeId);
        VolumeAttachment attachment = volume.AttachmentAt(call.Now) ?? throw Ec2Refusals.WrongState(volumeId, volume.StateAt(call.Now), "it is not attached.");
        if ((instanceId is not null && instanceId != attachment.InstanceId) || (device is not null && !DeviceName.AreSame(device, attachment.Device)))
            throw new Ec2Refusal("InvalidAttachment.NotFound", $"{volumeId} is attached to {attachment.InstanceId} as {attachment.Device}.");
        if (attachment.State.At(call.Now) == VolumeAttachment.Detaching)
            throw Ec2Refusals.WrongState(volumeId, VolumeAttachment.Detaching, "wait until it is available.");
        InstanceRecord instance = call.Region.Instances.Get(call, attachment.InstanceId);
        if (attachment.Device == instance.RootDevice && instance.State.At(call.Now) != InstanceRecord.Stopped)
            throw new Ec2Refusal("OperationNotPermitted", $"Unable to detach root volume '{volumeId}' from instance '{instance.Id}'");

        VolumeAttachment leaving = attachment with
        {
            State = call.Region.Passing(VolumeAttachment.Detaching, VolumeAttachment.Detached, call.Region.Options.Attachment),
        };
        call.Region.Devices.Detach(attachment.InstanceId, attachment.Device);
        call.Region.Volumes.Put(volume with { Attachment = leaving });
        return VolumeXml.Attachment(volumeId, leaving, leaving.State.State);
    }
}
