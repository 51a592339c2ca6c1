using System.Xml.Linq;
using Replication.Agent.Ec2.Data;
using Replication.Agent.Ec2.Network;
using Replication.Agent.Ec2.Protocol;
using Replication.Agent.Ec2.Records;

namespace Replication.Agent.Ec2.Instances;

internal static class InstanceXml
{
    /// <summary>Instances of one launch.</summary>
    public static IEnumerable<XElement?> Reservation(Ec2Call call, IReadOnlyList<InstanceRecord> instances, Func<InstanceRecord, string> state) =>
    [
        Ec2Xml.Value("reservationId", instances[0].ReservationId),
        Ec2Xml.Value("ownerId", instances[0].AccountId),
        Ec2Xml.Texts("groupSet", []),
        Ec2Xml.List("instancesSet", instances, instance => Of(call, instance, state(instance))),
    ];

    public static XElement State(string name, string state) =>
        Ec2Xml.Group(name, Ec2Xml.Value("code", InstanceRecord.Code(state)), Ec2Xml.Value("name", state));

    public static XElement Devices(Ec2Call call, InstanceRecord instance) => Ec2Xml.List(
        "blockDeviceMapping",
        call.Region.VolumesOf(instance.Id).Where(volume => volume.AttachmentAt(call.Now) is not null),
        volume =>
        [
            Ec2Xml.Value("deviceName", volume.Attachment!.Device),
            Ec2Xml.Group(
                "ebs",
                Ec2Xml.Value("volumeId", volume.Id),
                Ec2Xml.Value("status", volume.Attachment.State.At(call.Now)),
                Ec2Xml.Value("attachTime", volume.Attachment.AttachTime),
                Ec2Xml.Value("deleteOnTermination", volume.Attachment.DeleteOnTermination)),
        ]);

    private static IEnumerable<XElement?> Of(Ec2Call call, InstanceRecord instance, string state)
    {
        List<InterfaceRecord> interfaces = [.. call.Region.InterfacesOf(instance.Id).Where(item => item.AttachmentAt(call.Now) is not null)];
        InterfaceRecord? primary = interfaces.FirstOrDefault();
        string? dnsName = primary is null ? null : InterfaceRecord.PrivateDnsName(primary.Address, call.Region.Name);
        InstanceType type = InstanceType.Get(instance.Type);
        return
        [
            Ec2Xml.Value("instanceId", instance.Id),
            Ec2Xml.Value("imageId", instance.ImageId),
            State("instanceState", state),
            new XElement(Ec2Xml.Namespace + "privateDnsName", dnsName),
            new XElement(Ec2Xml.Namespace + "dnsName"),
            new XElement(Ec2Xml.Namespace + "reason", instance.StateReason),
            instance.StateReason.Length == 0 ? null : Ec2Xml.Group("stateReason", Ec2Xml.Value("code", "Client.UserInitiatedShutdown"), Ec2Xml.Value("message", instance.StateReason)),
            Ec2Xml.Value("keyName", instance.KeyName),
            Ec2Xml.Value("amiLaunchIndex", instance.LaunchIndex),
            Ec2Xml.Value("instanceType", instance.Type),
            Ec2Xml.Value("launchTime", instance.LaunchTime),
            Ec2Xml.Group(
                "placement", Ec2Xml.Value("availabilityZone", instance.Zone), Ec2Xml.Value("availabilityZoneId", call.Region.Zones.IdOf(instance.Zone)),
                new XElement(Ec2Xml.Namespace + "groupName"), Ec2Xml.Value("tenancy", instance.Tenancy)),
            Ec2Xml.Group("monitoring", Ec2Xml.Value("state", "disabled")),
            primary is null ? null : Ec2Xml.Value("subnetId", instance.SubnetId),
            primary is null ? null : Ec2Xml.Value("vpcId", instance.VpcId),
            Ec2Xml.Value("privateIpAddress", primary?.Address),
            Ec2Xml.Value("sourceDestCheck", instance.SourceDestCheck),
            InterfaceXml.Groups(call.Region, "groupSet", primary?.GroupIds ?? []),
            Ec2Xml.Value("architecture", instance.Architecture),
            Ec2Xml.Value("rootDeviceType", "ebs"),
            Ec2Xml.Value("rootDeviceName", instance.RootDevice),
            Devices(call, instance),
            Ec2Xml.Value("virtualizationType", instance.VirtualizationType),
            Ec2Xml.Value("clientToken", instance.Token?.Token),
            Ec2Xml.Value("hypervisor", "xen"),
            Ec2Xml.List("networkInterfaceSet", interfaces, item => InterfaceXml.OfInstance(call.Region, item, call.Now)),
            instance.InstanceProfileArn is null
                ? null
                : Ec2Xml.Group("iamInstanceProfile", Ec2Xml.Value("arn", instance.InstanceProfileArn), Ec2Xml.Value("id", ProfileId(instance.InstanceProfileArn))),
            Ec2Xml.Value("ebsOptimized", instance.EbsOptimized),
            Ec2Xml.Value("enaSupport", instance.EnaSupport),
            Ec2Xml.Value("sriovNetSupport", instance.SriovNetSupport),
            Ec2Xml.Group("cpuOptions", Ec2Xml.Value("coreCount", type.Cores), Ec2Xml.Value("threadsPerCore", type.VCpus / type.Cores)),
            Ec2Xml.Value("bootMode", instance.BootMode),
            Ec2Xml.Value("currentInstanceBootMode", CurrentBootMode(instance, type)),
            Ec2Xml.Value("platformDetails", "Linux/UNIX"),
            Ec2Xml.Value("usageOperation", "RunInstances"),
            Ec2Xml.Tags(instance.Tags),
        ];
    }

    private static string CurrentBootMode(InstanceRecord instance, InstanceType type) => instance.BootMode switch
    {
        "uefi" => "uefi",
        "uefi-preferred" when type.BootModes.Contains("uefi") => "uefi",
        null when !type.BootModes.Contains("legacy-bios") => "uefi",
        _ => "legacy-bios",
    };

    /// <summary>Profiles are not kept here; the id only has to be the same for the same profile.</summary>
    private static string ProfileId(string arn) => $"AIPA{Fingerprints.Of([new("arn", arn)])[..17].ToUpperInvariant()}";
}
