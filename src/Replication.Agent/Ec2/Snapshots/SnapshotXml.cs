using System.Xml.Linq;
using Replication.Agent.Ec2.Protocol;

namespace Replication.Agent.Ec2.Snapshots;

internal static class SnapshotXml
{
    public static IEnumerable<XElement?> Of(SnapshotView snapshot) =>
    [
        .. Common(snapshot),
        Ec2Xml.Value("status", snapshot.State),
        Ec2Xml.Value("statusMessage", snapshot.Failure),
        Ec2Xml.Value("storageTier", "standard"),
    ];

    /// <summary>CreateSnapshots names the state differently.</summary>
    public static IEnumerable<XElement?> OfSet(SnapshotView snapshot) => [.. Common(snapshot), Ec2Xml.Value("state", snapshot.State)];

    private static IEnumerable<XElement?> Common(SnapshotView snapshot) =>
    [
        Ec2Xml.Value("snapshotId", snapshot.Id),
        Ec2Xml.Value("volumeId", snapshot.VolumeId),
        Ec2Xml.Value("startTime", snapshot.CreateTime),
        Ec2Xml.Value("progress", snapshot.Progress),
        Ec2Xml.Value("ownerId", snapshot.AccountId),
        Ec2Xml.Value("volumeSize", snapshot.SizeGiB),
        new XElement(Ec2Xml.Namespace + "description", snapshot.Description),
        Ec2Xml.Value("encrypted", snapshot.Encrypted),
        Ec2Xml.Value("kmsKeyId", snapshot.KmsKeyId),
        Ec2Xml.Tags(snapshot.Tags),
    ];
}
