using System.Xml.Linq;
using Replication.Agent.Ec2.Protocol;
using Replication.Agent.Ec2.Records;
using Replication.Agent.Ec2.State;

namespace Replication.Agent.Ec2.Snapshots;

/// <summary>All volumes of an instance at one instant.</summary>
internal static class CreateSnapshots
{
    public static async Task<IEnumerable<XElement?>> RunAsync(Ec2Call call, CancellationToken cancellationToken)
    {
        QueryParameters specification = call.Parameters.Group("InstanceSpecification");
        string instanceId = specification.RequiredId("InstanceId", ResourceKind.Instance);
        bool excludeBoot = specification.Flag("ExcludeBootVolume") ?? false;
        IReadOnlyList<string> excluded = specification.Ids("ExcludeDataVolumeId", ResourceKind.Volume);
        string description = call.Parameters.Text("Description") ?? "";
        bool copyTags = call.Parameters.Choice("CopyTagsFromSource", "volume") is not null;
        TagSpecifications tags = TagSpecifications.Read(call.Parameters, ResourceKind.Snapshot);
        call.Begin();

        var snapshots = new VolumeSnapshots(call);
        IReadOnlyList<SnapshotRecord> records;
        using (await call.Region.Gate.EnterAsync(cancellationToken))
        {
            InstanceRecord instance = call.Region.Instances.Get(call, instanceId);
            List<VolumeRecord> volumes = Volumes(call.Region, instance, excludeBoot, excluded);
            records = await snapshots.StartAsync(volumes, description, TagsOf, cancellationToken);
        }

        await snapshots.FinishAsync(cancellationToken);
        return [Ec2Xml.List("snapshotSet", records.Select(SnapshotView.Started), SnapshotXml.OfSet)];

        IReadOnlyDictionary<string, string> TagsOf(VolumeRecord volume)
        {
            if (!copyTags) return tags.For(ResourceKind.Snapshot);
            var merged = volume.Tags.ToDictionary(StringComparer.Ordinal);
            foreach (var (key, value) in tags.For(ResourceKind.Snapshot)) merged[key] = value;
            TagRules.RefuseTooMany(merged);
            return merged;
        }
    }

    private static List<VolumeRecord> Volumes(Ec2Region region, InstanceRecord instance, bool excludeBoot, IReadOnlyList<string> excluded)
    {
        List<VolumeRecord> attached = [.. region.VolumesOf(instance.Id)];
        foreach (string id in excluded)
        {
            VolumeRecord? volume = attached.Find(item => item.Id == id);
            if (volume is null) throw Ec2Refusals.InvalidValue("ExcludeDataVolumeId", id, $"It is not attached to {instance.Id}.");
            if (volume.Attachment!.Device == instance.RootDevice)
                throw Ec2Refusals.InvalidValue("ExcludeDataVolumeId", id, "It is the boot volume, which ExcludeBootVolume leaves out.");
        }

        attached.RemoveAll(volume => excluded.Contains(volume.Id) || (excludeBoot && volume.Attachment!.Device == instance.RootDevice));
        return attached.Count > 0
            ? attached
            : throw new Ec2Refusal("InvalidParameterValue", $"No volumes of {instance.Id} are left to make snapshots of.");
    }
}
