using System.Xml.Linq;
using Replication.Agent.Ec2.Protocol;
using Replication.Agent.Ec2.Records;

namespace Replication.Agent.Ec2.Volumes;

internal static class VolumeXml
{
    /// <param name="volume">The volume.</param>
    /// <param name="state">As it is now, or as it was made.</param>
    /// <param name="attachment">The one to show, or null.</param>
    /// <param name="now">Decides the attachment's state.</param>
    public static IEnumerable<XElement?> Of(VolumeRecord volume, string state, VolumeAttachment? attachment, DateTimeOffset now) =>
    [
        Ec2Xml.Value("volumeId", volume.Id),
        Ec2Xml.Value("size", volume.SizeGiB),
        new XElement(Ec2Xml.Namespace + "snapshotId", volume.SnapshotId),
        Ec2Xml.Value("availabilityZone", volume.Zone),
        Ec2Xml.Value("status", state),
        Ec2Xml.Value("createTime", volume.CreateTime),
        Ec2Xml.List<VolumeAttachment>("attachmentSet", attachment is null ? [] : [attachment], item => Attachment(volume.Id, item, item.State.At(now))),
        Ec2Xml.Value("volumeType", volume.Type),
        Ec2Xml.Value("iops", volume.Iops),
        Ec2Xml.Value("throughput", volume.Throughput),
        Ec2Xml.Value("encrypted", volume.Encrypted),
        Ec2Xml.Value("kmsKeyId", volume.KmsKeyId),
        Ec2Xml.Value("multiAttachEnabled", false),
        Ec2Xml.Tags(volume.Tags),
    ];

    public static IEnumerable<XElement?> Attachment(string volumeId, VolumeAttachment attachment, string state) =>
    [
        Ec2Xml.Value("volumeId", volumeId),
        Ec2Xml.Value("instanceId", attachment.InstanceId),
        Ec2Xml.Value("device", attachment.Device),
        Ec2Xml.Value("status", state),
        Ec2Xml.Value("attachTime", attachment.AttachTime),
        Ec2Xml.Value("deleteOnTermination", attachment.DeleteOnTermination),
    ];
}
