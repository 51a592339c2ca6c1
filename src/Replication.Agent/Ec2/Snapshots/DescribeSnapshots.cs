using System.Xml.Linq;
using Replication.Agent.Ec2.Protocol;

namespace Replication.Agent.Ec2.Snapshots;

internal static class DescribeSnapshots
{
    private static readonly FilterTable<SnapshotView> Filters = new(new Dictionary<string, Func<SnapshotView, IEnumerable<object?>>>
    {
        ["description"] = snapshot => [snapshot.Description],
        ["encrypted"] = snapshot => [snapshot.Encrypted],
        ["owner-id"] = snapshot => [snapshot.AccountId],
        ["progress"] = snapshot => [snapshot.Progress],
        ["snapshot-id"] = snapshot => [snapshot.Id],
        ["start-time"] = snapshot => [snapshot.CreateTime],
        ["status"] = snapshot => [snapshot.State],
        ["storage-tier"] = _ => ["standard"],
        ["volume-id"] = snapshot => [snapshot.VolumeId],
        ["volume-size"] = snapshot => [snapshot.SizeGiB],
    });

    public static async Task<IEnumerable<XElement?>> RunAsync(Ec2Call call, CancellationToken cancellationToken)
    {
        IReadOnlyList<string> ids = call.Parameters.Ids("SnapshotId", ResourceKind.Snapshot);
        IReadOnlyList<string> owners = call.Parameters.Texts("Owner");
        IReadOnlyList<string> restorable = call.Parameters.Texts("RestorableBy");
        Func<SnapshotView, bool> filter = Filters.Read(call.Parameters);
        var paged = Page<SnapshotView>.Read(call);
        call.Begin();

        IReadOnlyList<SnapshotView> snapshots = await call.Region.Snapshots.SelectAsync(call, ids, cancellationToken);
        Page<SnapshotView> page = paged(snapshots.Where(snapshot => IsOf(snapshot, owners, call) && IsOf(snapshot, restorable, call) && filter(snapshot)));
        return [Ec2Xml.List("snapshotSet", page.Items, SnapshotXml.Of), Ec2Xml.Value("nextToken", page.NextToken)];
    }

    /// <summary>"all" is everybody; whoever may use a snapshot here owns it.</summary>
    private static bool IsOf(SnapshotView snapshot, IReadOnlyList<string> accounts, Ec2Call call) =>
        accounts.Count == 0 || accounts.Any(account => account == "all" || (account == "self" ? call.AccountId : account) == snapshot.AccountId);
}
