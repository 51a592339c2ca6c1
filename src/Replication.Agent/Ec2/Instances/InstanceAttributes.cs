using System.Xml.Linq;
using Replication.Agent.Ec2.Data;
using Replication.Agent.Ec2.Network;
using Replication.Agent.Ec2.Protocol;
using Replication.Agent.Ec2.Records;

namespace Replication.Agent.Ec2.Instances;

internal static class InstanceAttributes
{
    public static Task<IEnumerable<XElement?>> DescribeAsync(Ec2Call call, CancellationToken cancellationToken)
    {
        string id = call.Parameters.RequiredId("InstanceId", ResourceKind.Instance);
        string attribute = call.Parameters.Required("Attribute");
        call.Begin();
        InstanceRecord instance = call.Region.Instances.Get(call, id);
        XElement value = attribute switch
        {
            "instanceType" => Attribute(attribute, instance.Type),
            "userData" => Attribute(attribute, instance.UserData),
            "disableApiTermination" => Attribute(attribute, instance.DisableApiTermination),
            "disableApiStop" => Attribute(attribute, instance.DisableApiStop),
            "instanceInitiatedShutdownBehavior" => Attribute(attribute, instance.ShutdownBehavior),
            "rootDeviceName" => Attribute(attribute, instance.RootDevice),
            "sourceDestCheck" => Attribute(attribute, instance.SourceDestCheck),
            "ebsOptimized" => Attribute(attribute, instance.EbsOptimized),
            "enaSupport" => Attribute(attribute, instance.EnaSupport),
            "sriovNetSupport" => Attribute(attribute, instance.SriovNetSupport),
            "kernel" or "ramdisk" => Attribute(attribute, null),
            "blockDeviceMapping" => InstanceXml.Devices(call, instance),
            "groupSet" => InterfaceXml.Groups(call.Region, "groupSet", call.Region.InterfacesOf(id).FirstOrDefault()?.GroupIds ?? []),
            _ => throw Ec2Refusals.InvalidValue("Attribute", attribute, "Needed: the name of an attribute of instances."),
        };
        return Task.FromResult<IEnumerable<XElement?>>([Ec2Xml.Value("instanceId", id), value]);
    }

    public static async Task<IEnumerable<XElement?>> ModifyAsync(Ec2Call call, CancellationToken cancellationToken)
    {
        string id = call.Parameters.RequiredId("InstanceId", ResourceKind.Instance);
        InstanceChange change = InstanceChange.Read(call.Parameters);
        call.Begin();
        using IDisposable held = await call.Region.Gate.EnterAsync(cancellationToken);
        InstanceRecord instance = call.Region.Instances.Get(call, id);
        if (instance.IsGone) throw Ec2Refusals.WrongInstanceState(id, instance.State.At(call.Now), "modified");
        if (change.NeedsStopped && instance.State.At(call.Now) != InstanceRecord.Stopped)
            throw new Ec2Refusal("IncorrectInstanceState", $"The instance '{id}' is not in the 'stopped' state.");
        if (change.Type is not null) CheckType(instance, InstanceType.Get(change.Type));
        InterfaceRecord? primary = call.Region.InterfacesOf(id).FirstOrDefault();
        IReadOnlyList<string>? groups = change.GroupIds.Count == 0 ? null : SecurityGroupSelection.Resolve(call, instance.VpcId, change.GroupIds, []);
        foreach (var (device, _) in change.DeleteOnTermination) Volume(call, id, device);

        call.Region.Instances.Put(change.Apply(instance));
        foreach (var (device, delete) in change.DeleteOnTermination)
        {
            VolumeRecord volume = Volume(call, id, device);
            call.Region.Volumes.Put(volume with { Attachment = volume.Attachment! with { DeleteOnTermination = delete } });
        }

        if (primary is not null && (groups is not null || change.SourceDestCheck is not null))
            call.Region.Interfaces.Put(primary with { GroupIds = groups ?? primary.GroupIds, SourceDestCheck = change.SourceDestCheck ?? primary.SourceDestCheck });
        return Ec2Xml.Done();
    }

    private static VolumeRecord Volume(Ec2Call call, string instanceId, string device) =>
        call.Region.VolumesOf(instanceId).FirstOrDefault(volume => volume.Attachment!.Device == device)
        ?? throw new Ec2Refusal("InvalidInstanceAttributeValue", $"No device is currently mapped at {device}");

    private static void CheckType(InstanceRecord instance, InstanceType type)
    {
        bool fits = type.Architectures.Contains(instance.Architecture) && type.VirtualizationTypes.Contains(instance.VirtualizationType)
            && (type.EnaSupport != "required" || instance.EnaSupport);
        if (!fits) throw Ec2Refusals.InvalidCombination($"The instance '{instance.Id}' cannot be of type '{type.Name}': architecture, virtualization or ENA support do not match.");
    }

    private static XElement Attribute(string name, object? value) => Ec2Xml.Group(name, Ec2Xml.Value("value", value));
}
