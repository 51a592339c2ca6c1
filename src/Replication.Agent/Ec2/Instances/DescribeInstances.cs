using System.Xml.Linq;
using Replication.Agent.Ec2.Protocol;
using Replication.Agent.Ec2.Records;

namespace Replication.Agent.Ec2.Instances;

internal static class DescribeInstances
{
    public static Task<IEnumerable<XElement?>> RunAsync(Ec2Call call, CancellationToken cancellationToken)
    {
        IReadOnlyList<string> ids = call.Parameters.Ids("InstanceId", ResourceKind.Instance);
        Func<InstanceRecord, bool> filter = Filters(call).Read(call.Parameters);
        var paged = Page<InstanceRecord>.Read(call);
        call.Begin();
        Page<InstanceRecord> page = paged(InstanceSelection.Current(call, ids).Where(filter));
        return Task.FromResult<IEnumerable<XElement?>>(
        [
            Ec2Xml.List(
                "reservationSet",
                page.Items.GroupBy(instance => instance.ReservationId),
                reservation => InstanceXml.Reservation(call, [.. reservation], instance => instance.State.At(call.Now))),
            Ec2Xml.Value("nextToken", page.NextToken),
        ]);
    }

    private static FilterTable<InstanceRecord> Filters(Ec2Call call)
    {
        return new(new Dictionary<string, Func<InstanceRecord, IEnumerable<object?>>>
        {
            ["architecture"] = instance => [instance.Architecture],
            ["availability-zone"] = instance => [instance.Zone],
            ["block-device-mapping.delete-on-termination"] = instance => Volumes(instance).Select(volume => (object?)volume.Attachment!.DeleteOnTermination),
            ["block-device-mapping.device-name"] = instance => Volumes(instance).Select(volume => volume.Attachment!.Device),
            ["block-device-mapping.volume-id"] = instance => Volumes(instance).Select(volume => volume.Id),
            ["client-token"] = instance => [instance.Token?.Token],
            ["iam-instance-profile.arn"] = instance => [instance.InstanceProfileArn],
            ["image-id"] = instance => [instance.ImageId],
            ["instance-id"] = instance => [instance.Id],
            ["instance-state-code"] = instance => [InstanceRecord.Code(instance.State.At(call.Now))],
            ["instance-state-name"] = instance => [instance.State.At(call.Now)],
            ["instance-type"] = instance => [instance.Type],
            ["instance.group-id"] = instance => Interfaces(instance).SelectMany(item => item.GroupIds),
            ["key-name"] = instance => [instance.KeyName],
            ["launch-index"] = instance => [instance.LaunchIndex],
            ["launch-time"] = instance => [instance.LaunchTime],
            ["network-interface.group-id"] = instance => Interfaces(instance).SelectMany(item => item.GroupIds),
            ["network-interface.network-interface-id"] = instance => Interfaces(instance).Select(item => item.Id),
            ["network-interface.subnet-id"] = instance => Interfaces(instance).Select(item => item.SubnetId),
            ["network-interface.addresses.private-ip-address"] = instance => Interfaces(instance).SelectMany(item => item.Addresses),
            ["owner-id"] = instance => [instance.AccountId],
            ["private-ip-address"] = instance => Interfaces(instance).Take(1).Select(item => item.Address),
            ["reservation-id"] = instance => [instance.ReservationId],
            ["root-device-name"] = instance => [instance.RootDevice],
            ["subnet-id"] = instance => [instance.SubnetId],
            ["tenancy"] = instance => [instance.Tenancy],
            ["virtualization-type"] = instance => [instance.VirtualizationType],
            ["vpc-id"] = instance => [instance.VpcId],
        });

        IEnumerable<VolumeRecord> Volumes(InstanceRecord instance) => call.Region.VolumesOf(instance.Id).Where(volume => volume.AttachmentAt(call.Now) is not null);

        IEnumerable<InterfaceRecord> Interfaces(InstanceRecord instance) => call.Region.InterfacesOf(instance.Id);
    }
}
