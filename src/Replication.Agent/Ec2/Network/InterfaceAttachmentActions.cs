using System.Xml.Linq;
using Replication.Agent.Ec2.Data;
using Replication.Agent.Ec2.Protocol;
using Replication.Agent.Ec2.Records;
using Replication.Agent.Ec2.State;

namespace Replication.Agent.Ec2.Network;

internal static class InterfaceAttachmentActions
{
    public static async Task<IEnumerable<XElement?>> AttachAsync(Ec2Call call, CancellationToken cancellationToken)
    {
        string id = call.Parameters.RequiredId("NetworkInterfaceId", ResourceKind.Interface);
        string instanceId = call.Parameters.RequiredId("InstanceId", ResourceKind.Instance);
        int index = call.Parameters.Number("DeviceIndex", 0) ?? throw Ec2Refusals.Missing("DeviceIndex");
        call.Parameters.Number("NetworkCardIndex", 0, 0);
        call.Begin();

        using IDisposable held = await call.Region.Gate.EnterAsync(cancellationToken);
        InterfaceRecord item = call.Region.Interfaces.Get(call, id);
        InstanceRecord instance = call.Region.Instances.Get(call, instanceId);
        RefuseAttached(call, item);
        if (instance.State.At(call.Now) is not (InstanceRecord.Running or InstanceRecord.Stopped))
            throw new Ec2Refusal("IncorrectState", $"Instance '{instanceId}' is not 'running' or 'stopped'.");
        if (item.Zone != instance.Zone || item.VpcId != instance.VpcId)
            throw Ec2Refusals.InvalidCombination($"You may not attach a network interface to an instance if they are not in the same availability zone and VPC: {id}, {instanceId}.");
        List<InterfaceRecord> others = [.. call.Region.InterfacesOf(instanceId).Where(other => other.AttachmentAt(call.Now) is not null)];
        if (others.Exists(other => other.Attachment!.DeviceIndex == index))
            throw new Ec2Refusal("InvalidParameterValue", $"Instance '{instanceId}' already has an interface attached at device index '{index}'.");
        int limit = InstanceType.Get(instance.Type).MaximumInterfaces;
        if (others.Count >= limit)
            throw new Ec2Refusal("AttachmentLimitExceeded", $"Interface count {others.Count + 1} exceeds the limit {limit} for {instance.Type}");

        InterfaceAttachment attachment = New(call, instanceId, index, deleteOnTermination: false);
        call.Region.Interfaces.Put(item with { Attachment = attachment });
        return [Ec2Xml.Value("attachmentId", attachment.AttachmentId), Ec2Xml.Value("networkCardIndex", 0)];
    }

    public static async Task<IEnumerable<XElement?>> DetachAsync(Ec2Call call, CancellationToken cancellationToken)
    {
        string attachmentId = call.Parameters.Required("AttachmentId");
        call.Parameters.Disregard("Force");
        call.Begin();
        using IDisposable held = await call.Region.Gate.EnterAsync(cancellationToken);
        InterfaceRecord item = call.Region.Interfaces.Of(call).FirstOrDefault(other => other.AttachmentAt(call.Now)?.AttachmentId == attachmentId)
            ?? throw new Ec2Refusal("InvalidAttachmentID.NotFound", $"The attachment '{attachmentId}' does not exist");
        if (item.Attachment!.DeviceIndex == 0)
            throw new Ec2Refusal("OperationNotPermitted", "The network interface at device index 0 cannot be detached.");
        Lifecycle leaving = call.Region.Passing(VolumeAttachment.Detaching, VolumeAttachment.Detached, call.Region.Options.Attachment);
        call.Region.Interfaces.Put(item with { Attachment = item.Attachment with { State = leaving } });
        return Ec2Xml.Done();
    }

    public static InterfaceAttachment New(Ec2Call call, string instanceId, int index, bool deleteOnTermination) => new()
    {
        AttachmentId = ResourceId.New("eni-attach"),
        InstanceId = instanceId,
        DeviceIndex = index,
        AttachTime = call.Now,
        DeleteOnTermination = deleteOnTermination,
        State = call.Region.Passing(VolumeAttachment.Attaching, VolumeAttachment.Attached, call.Region.Options.Attachment),
    };

    public static void RefuseAttached(Ec2Call call, InterfaceRecord item)
    {
        if (item.AttachmentAt(call.Now) is { } other)
            throw new Ec2Refusal("InvalidNetworkInterface.InUse", $"Interface: [{item.Id}] in use by {other.InstanceId}.");
    }
}
