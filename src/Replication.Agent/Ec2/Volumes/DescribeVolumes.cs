using System.Xml.Linq;
using Replication.Agent.Ec2.Protocol;
using Replication.Agent.Ec2.Records;

namespace Replication.Agent.Ec2.Volumes;

internal static class DescribeVolumes
{
    public static Task<IEnumerable<XElement?>> RunAsync(Ec2Call call, CancellationToken cancellationToken)
    {
        IReadOnlyList<string> ids = call.Parameters.Ids("VolumeId", ResourceKind.Volume);
        Func<VolumeRecord, bool> filter = Filters(call).Read(call.Parameters);
        var paged = Page<VolumeRecord>.Read(call);
        call.Begin();
        Page<VolumeRecord> page = paged(call.Region.Volumes.Select(call, ids).Where(filter));
        return Task.FromResult<IEnumerable<XElement?>>(
        [
            Ec2Xml.List("volumeSet", page.Items, volume => VolumeXml.Of(volume, volume.StateAt(call.Now), volume.AttachmentAt(call.Now), call.Now)),
            Ec2Xml.Value("nextToken", page.NextToken),
        ]);
    }

    private static FilterTable<VolumeRecord> Filters(Ec2Call call) => new(new Dictionary<string, Func<VolumeRecord, IEnumerable<object?>>>
    {
        ["attachment.attach-time"] = volume => [volume.AttachmentAt(call.Now)?.AttachTime],
        ["attachment.delete-on-termination"] = volume => [volume.AttachmentAt(call.Now)?.DeleteOnTermination],
        ["attachment.device"] = volume => [volume.AttachmentAt(call.Now)?.Device],
        ["attachment.instance-id"] = volume => [volume.AttachmentAt(call.Now)?.InstanceId],
        ["attachment.status"] = volume => [volume.AttachmentAt(call.Now)?.State.At(call.Now)],
        ["availability-zone"] = volume => [volume.Zone],
        ["create-time"] = volume => [volume.CreateTime],
        ["encrypted"] = volume => [volume.Encrypted],
        ["size"] = volume => [volume.SizeGiB],
        ["snapshot-id"] = volume => [volume.SnapshotId],
        ["status"] = volume => [volume.StateAt(call.Now)],
        ["volume-id"] = volume => [volume.Id],
        ["volume-type"] = volume => [volume.Type],
    });
}
