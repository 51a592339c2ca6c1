using System.Globalization;
using System.Xml.Linq;
using Replication.Agent.Ec2.Protocol;
using Replication.Agent.Ec2.Records;

namespace Replication.Agent.Ec2.Imports;

/// <summary>Tasks as the answers show them. A snapshot is named only when it is done.</summary>
internal static class ImportTaskXml
{
    public static IEnumerable<XElement?> OfSnapshot(Ec2Call call, ImportTaskRecord task)
    {
        string state = task.StateAt(call.Now);
        return
        [
            Ec2Xml.Value("importTaskId", task.Id),
            task.Description.Length == 0 ? null : Ec2Xml.Value("description", task.Description),
            Ec2Xml.Group(
                "snapshotTaskDetail",
                [.. Disk(task.Disks[0], state), Ec2Xml.Value("encrypted", task.Encrypted), Ec2Xml.Value("kmsKeyId", task.KmsKeyId), .. State(call, task, state)]),
            Ec2Xml.Tags(task.Tags),
        ];
    }

    public static IEnumerable<XElement?> OfImage(Ec2Call call, ImportTaskRecord task)
    {
        string state = task.StateAt(call.Now);
        return
        [
            Ec2Xml.Value("importTaskId", task.Id),
            Ec2Xml.Value("imageId", state == ImportTaskRecord.Completed ? task.Image!.Id : null),
            Ec2Xml.Value("architecture", task.Image!.Architecture),
            Ec2Xml.Value("bootMode", task.Image.BootMode),
            Ec2Xml.Value("platform", task.Platform),
            Ec2Xml.Value("licenseType", task.LicenseType),
            task.Description.Length == 0 ? null : Ec2Xml.Value("description", task.Description),
            Ec2Xml.Value("encrypted", task.Encrypted),
            Ec2Xml.Value("kmsKeyId", task.KmsKeyId),
            .. State(call, task, state),
            Ec2Xml.List("snapshotDetailSet", task.Disks, disk => [.. Disk(disk, state), Ec2Xml.Value("deviceName", disk.DeviceName), Ec2Xml.Value("status", state)]),
            Ec2Xml.Tags(task.Tags),
        ];
    }

    private static IEnumerable<XElement?> State(Ec2Call call, ImportTaskRecord task, string state) =>
    [
        Ec2Xml.Value("status", state),
        Ec2Xml.Value("statusMessage", task.StatusMessage),
        Ec2Xml.Value("progress", state == ImportTaskRecord.Active ? (call.Region.Imports.Progress(task.Id) ?? 0).ToString(CultureInfo.InvariantCulture) : null),
    ];

    private static IEnumerable<XElement?> Disk(ImportedDisk disk, string state) =>
    [
        Ec2Xml.Value("description", disk.Description),
        Ec2Xml.Value("diskImageSize", (double)disk.ImageLength),
        Ec2Xml.Value("format", disk.Format),
        Ec2Xml.Value("snapshotId", state == ImportTaskRecord.Completed ? disk.SnapshotId : null),
        Ec2Xml.Value("url", disk.Url),
        Ec2Xml.Group("userBucket", Ec2Xml.Value("s3Bucket", disk.Bucket), Ec2Xml.Value("s3Key", disk.Key)),
    ];
}
