using System.Xml.Linq;
using Replication.Agent.Ec2.Data;
using Replication.Agent.Ec2.Protocol;
using Replication.Agent.Ec2.Records;
using Replication.Agent.Ec2.State;

namespace Replication.Agent.Ec2.Volumes;

internal static class AttachVolume
{
    public static async Task<IEnumerable<XElement?>> RunAsync(Ec2Call call, CancellationToken cancellationToken)
    {
        string volumeId = call.Parameters.RequiredId("VolumeId", ResourceKind.Volume);
        string instanceId = call.Parameters.RequiredId("InstanceId", ResourceKind.Instance);
        string device = DeviceName.Check(call.Parameters.Required("Device"), "InvalidParameterValue");
        call.Begin();

        using IDisposable held = await call.Region.Gate.EnterAsync(cancellationToken);
        VolumeRecord volume = call.Region.Volumes.Get(call, volumeId);
        InstanceRecord instance = call.Region.Instances.Get(call, instanceId);
        Check(call, volume, instance, device);
        var attachment = new VolumeAttachment
        {
            InstanceId = instanceId,
            Device = device,
            AttachTime = call.Now,
            DeleteOnTermination = false,
            State = call.Region.Passing(VolumeAttachment.Attaching, VolumeAttachment.Attached, call.Region.Options.Attachment),
        };
        call.Region.Volumes.Put(volume with { Attachment = attachment });
        call.Region.Devices.Attach(instanceId, device, volumeId);
        return VolumeXml.Attachment(volumeId, attachment, attachment.State.State);
    }

    private static void Check(Ec2Call call, VolumeRecord volume, InstanceRecord instance, string device)
    {
        if (volume.AttachmentAt(call.Now) is { } other)
            throw new Ec2Refusal("VolumeInUse", $"{volume.Id} is already attached to an instance ({other.InstanceId})");
        if (volume.StateAt(call.Now) != "available") throw Ec2Refusals.WrongState(volume.Id, volume.StateAt(call.Now), "an available volume is needed.");
        string state = instance.State.At(call.Now);
        if (state is not (InstanceRecord.Running or InstanceRecord.Stopped))
            throw new Ec2Refusal("IncorrectState", $"Instance '{instance.Id}' is not 'running' or 'stopped' but '{state}'.");
        if (volume.Zone != instance.Zone)
            throw new Ec2Refusal("InvalidVolume.ZoneMismatch", $"The volume '{volume.Id}' is not in the same availability zone as instance '{instance.Id}'");

        List<VolumeRecord> attached = [.. call.Region.VolumesOf(instance.Id).Where(item => item.AttachmentAt(call.Now) is not null)];
        if (attached.Exists(item => DeviceName.AreSame(item.Attachment!.Device, device)))
            throw new Ec2Refusal("InvalidParameterValue", $"Invalid value '{device}' for unixDevice. Attachment point {device} is already in use");
        int limit = InstanceType.Get(instance.Type).VolumeLimit(call.Region.InterfacesOf(instance.Id).Count());
        if (attached.Count >= limit)
            throw new Ec2Refusal("AttachmentLimitExceeded", $"{instance.Id} has {attached.Count} volumes attached; an instance of type {instance.Type} takes {limit}.");
    }
}
