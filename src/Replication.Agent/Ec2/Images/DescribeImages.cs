using System.Xml.Linq;
using Replication.Agent.Ec2.Protocol;
using Replication.Agent.Ec2.Records;

namespace Replication.Agent.Ec2.Images;

internal static class DescribeImages
{
    private static readonly FilterTable<ImageRecord> Filters = new(new Dictionary<string, Func<ImageRecord, IEnumerable<object?>>>
    {
        ["architecture"] = image => [image.Architecture],
        ["block-device-mapping.device-name"] = image => image.Devices.Select(device => device.Device),
        ["block-device-mapping.snapshot-id"] = image => image.Devices.Select(device => device.SnapshotId),
        ["boot-mode"] = image => [image.BootMode],
        ["creation-date"] = image => [image.CreateTime],
        ["description"] = image => [image.Description],
        ["ena-support"] = image => [image.EnaSupport],
        ["hypervisor"] = _ => ["xen"],
        ["image-id"] = image => [image.Id],
        ["image-type"] = _ => ["machine"],
        ["is-public"] = _ => [false],
        ["name"] = image => [image.Name],
        ["owner-id"] = image => [image.AccountId],
        ["root-device-name"] = image => [image.RootDevice],
        ["root-device-type"] = _ => ["ebs"],
        ["state"] = _ => ["available"],
        ["virtualization-type"] = image => [image.VirtualizationType],
    });

    public static Task<IEnumerable<XElement?>> RunAsync(Ec2Call call, CancellationToken cancellationToken)
    {
        IReadOnlyList<string> ids = call.Parameters.Ids("ImageId", ResourceKind.Image);
        IReadOnlyList<string> owners = call.Parameters.Texts("Owner");
        Func<ImageRecord, bool> filter = Filters.Read(call.Parameters);
        var paged = Page<ImageRecord>.Read(call);

        // Every image here belongs to the caller, is current and enabled, so these select nothing.
        call.Parameters.Disregard("ExecutableBy", "IncludeDeprecated", "IncludeDisabled");
        call.Begin();
        Page<ImageRecord> page = paged(call.Region.Images.Select(call, ids)
            .Where(image => owners.Count == 0 || owners.Any(owner => owner == "self" || owner == image.AccountId))
            .Where(filter));
        return Task.FromResult<IEnumerable<XElement?>>([Ec2Xml.List("imagesSet", page.Items, Xml), Ec2Xml.Value("nextToken", page.NextToken)]);
    }

    private static IEnumerable<XElement?> Xml(ImageRecord image) =>
    [
        Ec2Xml.Value("imageId", image.Id),
        Ec2Xml.Value("imageLocation", $"{image.AccountId}/{image.Name}"),
        Ec2Xml.Value("imageState", "available"),
        Ec2Xml.Value("imageOwnerId", image.AccountId),
        Ec2Xml.Value("creationDate", image.CreateTime),
        Ec2Xml.Value("isPublic", false),
        Ec2Xml.Value("architecture", image.Architecture),
        Ec2Xml.Value("imageType", "machine"),
        Ec2Xml.Value("platformDetails", "Linux/UNIX"),
        Ec2Xml.Value("usageOperation", "RunInstances"),
        Ec2Xml.Value("name", image.Name),
        image.Description.Length == 0 ? null : Ec2Xml.Value("description", image.Description),
        Ec2Xml.Value("rootDeviceType", "ebs"),
        Ec2Xml.Value("rootDeviceName", image.RootDevice),
        Ec2Xml.Value("virtualizationType", image.VirtualizationType),
        Ec2Xml.Value("hypervisor", "xen"),
        Ec2Xml.Value("enaSupport", image.EnaSupport),
        Ec2Xml.Value("sriovNetSupport", image.SriovNetSupport),
        Ec2Xml.Value("bootMode", image.BootMode),
        Ec2Xml.Value("tpmSupport", image.TpmSupport),
        Ec2Xml.Value("imdsSupport", image.ImdsSupport),
        Ec2Xml.List("blockDeviceMapping", image.Devices, Device),
        Ec2Xml.Tags(image.Tags),
    ];

    private static IEnumerable<XElement?> Device(BlockDevice device) =>
    [
        Ec2Xml.Value("deviceName", device.Device),
        Ec2Xml.Value("virtualName", device.VirtualName),
        device.NoDevice ? new XElement(Ec2Xml.Namespace + "noDevice") : null,
        device.IsEbs
            ? Ec2Xml.Group(
                "ebs",
                Ec2Xml.Value("snapshotId", device.SnapshotId),
                Ec2Xml.Value("volumeSize", device.SizeGiB),
                Ec2Xml.Value("volumeType", device.Type),
                Ec2Xml.Value("iops", device.Iops),
                Ec2Xml.Value("throughput", device.Throughput),
                Ec2Xml.Value("deleteOnTermination", device.DeleteOnTermination),
                Ec2Xml.Value("encrypted", device.Encrypted))
            : null,
    ];
}
