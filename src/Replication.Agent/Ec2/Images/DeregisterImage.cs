using System.Xml.Linq;
using Replication.Agent.Ec2.Protocol;
using Replication.Agent.Ec2.Records;
using Replication.Agent.Ec2.Snapshots;

namespace Replication.Agent.Ec2.Images;

internal static class DeregisterImage
{
    public static async Task<IEnumerable<XElement?>> RunAsync(Ec2Call call, CancellationToken cancellationToken)
    {
        string id = call.Parameters.RequiredId("ImageId", ResourceKind.Image);
        bool withSnapshots = call.Parameters.Flag("DeleteAssociatedSnapshots") ?? false;
        call.Begin();
        using IDisposable held = await call.Region.Gate.EnterAsync(cancellationToken);
        ImageRecord image = call.Region.Images.Get(call, id);
        call.Region.Images.Remove(id);
        List<(string Id, string Result)> deleted = [];
        foreach (string snapshotId in withSnapshots ? image.Devices.Select(device => device.SnapshotId).OfType<string>().Distinct() : [])
        {
            bool isUsed = call.Region.Images.All.Any(other => other.Devices.Any(device => device.SnapshotId == snapshotId));
            if (!isUsed) await DeleteSnapshot.RemoveAsync(call.Region, snapshotId, cancellationToken);
            deleted.Add((snapshotId, isUsed ? "skipped" : "success"));
        }

        return
        [
            .. Ec2Xml.Done(),
            withSnapshots ? Ec2Xml.List("deleteSnapshotResultSet", deleted, item => [Ec2Xml.Value("snapshotId", item.Id), Ec2Xml.Value("returnCode", item.Result)]) : null,
        ];
    }
}
