using System.Xml.Linq;
using Replication.Agent.Ec2.Protocol;
using Replication.Agent.Ec2.Records;
using Replication.Agent.Ec2.State;

namespace Replication.Agent.Ec2.Network;

internal static class InterfaceXml
{
    public static IEnumerable<XElement?> Of(Ec2Region region, InterfaceRecord item, DateTimeOffset now) =>
    [
        .. Common(region, item, item.StateAt(now)),
        Ec2Xml.Value("availabilityZone", item.Zone),
        Ec2Xml.Value("requesterManaged", false),
        item.AttachmentAt(now) is { } attachment ? Ec2Xml.Group("attachment", Attachment(item, attachment, now, withInstance: true)) : null,
        Ec2Xml.Tags(item.Tags),
    ];

    /// <summary>As a part of its instance.</summary>
    public static IEnumerable<XElement?> OfInstance(Ec2Region region, InterfaceRecord item, DateTimeOffset now) =>
        [.. Common(region, item, "in-use"), Ec2Xml.Group("attachment", Attachment(item, item.Attachment!, now, withInstance: false))];

    public static XElement Groups(Ec2Region region, string name, IEnumerable<string> ids) => Ec2Xml.List(
        name, ids, id => [Ec2Xml.Value("groupId", id), Ec2Xml.Value("groupName", region.SecurityGroups.Find(id)?.Name)]);

    private static IEnumerable<XElement?> Common(Ec2Region region, InterfaceRecord item, string state) =>
    [
        Ec2Xml.Value("networkInterfaceId", item.Id),
        Ec2Xml.Value("subnetId", item.SubnetId),
        Ec2Xml.Value("vpcId", item.VpcId),
        new XElement(Ec2Xml.Namespace + "description", item.Description),
        Ec2Xml.Value("ownerId", item.AccountId),
        Ec2Xml.Value("status", state),
        Ec2Xml.Value("macAddress", item.MacAddress),
        Ec2Xml.Value("privateIpAddress", item.Address),
        Ec2Xml.Value("privateDnsName", InterfaceRecord.PrivateDnsName(item.Address, region.Name)),
        Ec2Xml.Value("sourceDestCheck", item.SourceDestCheck),
        Ec2Xml.Value("interfaceType", "interface"),
        Groups(region, "groupSet", item.GroupIds),
        Ec2Xml.List(
            "privateIpAddressesSet",
            item.Addresses,
            address =>
            [
                Ec2Xml.Value("privateIpAddress", address),
                Ec2Xml.Value("privateDnsName", InterfaceRecord.PrivateDnsName(address, region.Name)),
                Ec2Xml.Value("primary", address == item.Address),
            ]),
    ];

    private static IEnumerable<XElement?> Attachment(InterfaceRecord item, InterfaceAttachment attachment, DateTimeOffset now, bool withInstance) =>
    [
        Ec2Xml.Value("attachmentId", attachment.AttachmentId),
        withInstance ? Ec2Xml.Value("instanceId", attachment.InstanceId) : null,
        withInstance ? Ec2Xml.Value("instanceOwnerId", item.AccountId) : null,
        Ec2Xml.Value("deviceIndex", attachment.DeviceIndex),
        Ec2Xml.Value("networkCardIndex", 0),
        Ec2Xml.Value("status", attachment.State.At(now)),
        Ec2Xml.Value("attachTime", attachment.AttachTime),
        Ec2Xml.Value("deleteOnTermination", attachment.DeleteOnTermination),
    ];
}
