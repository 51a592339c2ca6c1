using System.Net;
using System.Runtime.CompilerServices;
using Amazon.Runtime;
using Replication.Aws.Snapshots.Ec2;
using Replication.Core.Errors;
using Replication.Core.Snapshots;

namespace Replication.Aws.Tests.Server;

/// <summary>The verbs of EC2 straight on the server's store: what a server without EC2 has no endpoint for.</summary>
internal sealed class StoreEc2(ISnapshotStore store) : IEc2SnapshotOperations
{
    private const long GiB = 1L << 30;

    private readonly Dictionary<string, Dictionary<string, string>> _tags = [];

    public async Task<Ec2Snapshot?> FindAsync(string snapshotId, CancellationToken cancellationToken = default)
    {
        try
        {
            return ToSnapshot(await store.DescribeAsync(snapshotId, cancellationToken));
        }
        catch (SnapshotStoreException missing) when (missing.ErrorId == ErrorIds.SnapshotNotFound)
        {
            return null;
        }
    }

    public async IAsyncEnumerable<Ec2Snapshot> ListAsync(
        string tagKey, string? tagValue = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (SnapshotInfo info in store.ListAsync(cancellationToken))
        {
            Ec2Snapshot snapshot = ToSnapshot(info);
            if (snapshot.Tags.TryGetValue(tagKey, out string? value) && (tagValue is null || value == tagValue)) yield return snapshot;
        }
    }

    public async Task DeleteAsync(string snapshotId, CancellationToken cancellationToken = default)
    {
        try
        {
            await store.DeleteAsync(snapshotId, cancellationToken);
        }
        catch (SnapshotStoreException missing) when (missing.ErrorId == ErrorIds.SnapshotNotFound)
        {
            throw new AmazonServiceException("no such snapshot", ErrorType.Sender, "InvalidSnapshot.NotFound", "request", HttpStatusCode.BadRequest);
        }
    }

    public Task CreateTagsAsync(string snapshotId, IReadOnlyDictionary<string, string> tags, CancellationToken cancellationToken = default)
    {
        lock (_tags)
        {
            if (!_tags.TryGetValue(snapshotId, out Dictionary<string, string>? known)) _tags[snapshotId] = known = [];
            foreach (var (key, value) in tags) known[key] = value;
        }

        return Task.CompletedTask;
    }

    private Ec2Snapshot ToSnapshot(SnapshotInfo info)
    {
        var tags = info.Tags.Where(tag => !tag.Key.StartsWith("aws:", StringComparison.Ordinal)).ToDictionary(StringComparer.Ordinal);
        lock (_tags)
        {
            foreach (var (key, value) in _tags.GetValueOrDefault(info.Id) ?? []) tags[key] = value;
        }

        return new Ec2Snapshot(
            info.Id, info.State == SnapshotState.Completed ? "completed" : "pending", null, (info.Length + GiB - 1) / GiB, info.StartTime,
            info.Description, false, tags);
    }
}
