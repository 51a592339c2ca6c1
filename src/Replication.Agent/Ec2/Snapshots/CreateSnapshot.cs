using System.Xml.Linq;
using Replication.Agent.Ec2.Protocol;
using Replication.Agent.Ec2.Records;

namespace Replication.Agent.Ec2.Snapshots;

internal static class CreateSnapshot
{
    public static async Task<IEnumerable<XElement?>> RunAsync(Ec2Call call, CancellationToken cancellationToken)
    {
        string volumeId = call.Parameters.RequiredId("VolumeId", ResourceKind.Volume);
        string description = call.Parameters.Text("Description") ?? "";
        TagSpecifications tags = TagSpecifications.Read(call.Parameters, ResourceKind.Snapshot);
        call.Begin();

        var snapshots = new VolumeSnapshots(call);
        SnapshotRecord record;
        using (await call.Region.Gate.EnterAsync(cancellationToken))
        {
            VolumeRecord volume = call.Region.Volumes.Get(call, volumeId);
            if (volume.StateAt(call.Now) is not ("available" or "in-use"))
                throw Ec2Refusals.WrongState(volumeId, volume.StateAt(call.Now), "a snapshot needs an available volume.");
            record = (await snapshots.StartAsync([volume], description, _ => tags.For(ResourceKind.Snapshot), cancellationToken))[0];
        }

        await snapshots.FinishAsync(cancellationToken);
        return SnapshotXml.Of(SnapshotView.Started(record));
    }
}
