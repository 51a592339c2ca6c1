using System.Xml.Linq;
using Replication.Agent.Ec2.Protocol;
using Replication.Agent.Ec2.Records;
using Replication.Agent.Ec2.State;

namespace Replication.Agent.Ec2.Snapshots;

internal static class DeleteSnapshot
{
    public static async Task<IEnumerable<XElement?>> RunAsync(Ec2Call call, CancellationToken cancellationToken)
    {
        string id = call.Parameters.RequiredId("SnapshotId", ResourceKind.Snapshot);
        call.Begin();
        using IDisposable held = await call.Region.Gate.EnterAsync(cancellationToken);
        await call.Region.Snapshots.GetAsync(call, id, cancellationToken);
        if (ImageOf(call.Region, id) is { } image)
            throw new Ec2Refusal("InvalidSnapshot.InUse", $"The snapshot {id} is currently in use by {image.Id}");
        await RemoveAsync(call.Region, id, cancellationToken);
        return Ec2Xml.Done();
    }

    /// <summary>First from the store: a record without a snapshot is swept when the server starts, a snapshot without a record would stay.</summary>
    public static async Task RemoveAsync(Ec2Region region, string id, CancellationToken cancellationToken)
    {
        if (await region.Snapshots.DescribeAsync(id, cancellationToken) is not null) await region.Store.DeleteAsync(id, cancellationToken);
        if (region.SnapshotRecords.Find(id) is not null) region.SnapshotRecords.Remove(id);
    }

    private static ImageRecord? ImageOf(Ec2Region region, string id) =>
        region.Images.All.FirstOrDefault(image => image.Devices.Any(device => device.SnapshotId == id));
}
