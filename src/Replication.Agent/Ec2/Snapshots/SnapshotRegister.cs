using Replication.Agent.Ec2.Protocol;
using Replication.Agent.Ec2.Records;
using Replication.Agent.Ec2.State;
using Replication.Core.Errors;
using Replication.Core.Snapshots;

namespace Replication.Agent.Ec2.Snapshots;

/// <summary>The snapshots of a region, whether EC2 or EBS direct made them: they are the same snapshots.</summary>
internal sealed class SnapshotRegister(ISnapshotStore store, ResourceTable<SnapshotRecord> records)
{
    public async Task<IReadOnlyList<SnapshotView>> ListAsync(Ec2Call call, CancellationToken cancellationToken)
    {
        List<SnapshotView> views = [];
        HashSet<string> stored = new(StringComparer.Ordinal);
        await foreach (SnapshotInfo info in store.ListAsync(cancellationToken))
        {
            stored.Add(info.Id);
            views.Add(SnapshotView.Of(info, records.Find(info.Id), call));
        }

        views.AddRange(records.All.Where(record => record.Failure is not null && !stored.Contains(record.Id)).Select(record => SnapshotView.Of(null, record, call)));
        return [.. views.Where(view => IsVisible(view, call))];
    }

    public async Task<SnapshotView> GetAsync(Ec2Call call, string id, CancellationToken cancellationToken)
    {
        SnapshotRecord? record = records.Find(id);
        SnapshotInfo? info = await DescribeAsync(id, cancellationToken);
        if (info is null && record?.Failure is null) throw Ec2Refusals.NotFound(ResourceKind.Snapshot, id);
        SnapshotView view = SnapshotView.Of(info, record, call);
        return IsVisible(view, call) ? view : throw Ec2Refusals.NotFound(ResourceKind.Snapshot, id);
    }

    /// <summary>Those named, or all when none is named; one unknown id refuses all.</summary>
    public async Task<IReadOnlyList<SnapshotView>> SelectAsync(Ec2Call call, IReadOnlyList<string> ids, CancellationToken cancellationToken)
    {
        if (ids.Count == 0) return await ListAsync(call, cancellationToken);
        List<SnapshotView> views = [];
        foreach (string id in ids.Distinct(StringComparer.Ordinal)) views.Add(await GetAsync(call, id, cancellationToken));
        return views;
    }

    /// <summary>What the store says, or null when it has no such snapshot.</summary>
    public async Task<SnapshotInfo?> DescribeAsync(string id, CancellationToken cancellationToken)
    {
        try
        {
            return await store.DescribeAsync(id, cancellationToken);
        }
        catch (SnapshotStoreException error) when (error.ErrorId == ErrorIds.SnapshotNotFound)
        {
            return null;
        }
    }

    /// <summary>Whether a snapshot can be a parent: it is there and completed.</summary>
    public async Task<bool> IsCompletedAsync(string id, CancellationToken cancellationToken) =>
        await DescribeAsync(id, cancellationToken) is { State: SnapshotState.Completed };

    private static bool IsVisible(SnapshotView view, Ec2Call call) =>
        view.AccountId == call.AccountId && call.Now >= view.CreateTime + call.Region.Options.Inconsistency;
}
