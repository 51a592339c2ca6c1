using System.Runtime.CompilerServices;
using System.Text.Json;
using Replication.Aws.Snapshots.Ec2;
using Replication.Core.Errors;
using Replication.Core.Snapshots;
using Replication.Store;

namespace Replication.Bench.Ebs;

/// <summary>
/// The verbs of EC2 for a server that speaks EBS alone: what snapshots there are is read in the server's folder, and tags are
/// a file beside the client's workspace. None of it lies on the way of a block.
/// </summary>
internal sealed class ServerFolderEc2(string storeFolder, string tagFile) : IEc2SnapshotOperations
{
    private const long GiB = 1L << 30;

    public async Task<Ec2Snapshot?> FindAsync(string snapshotId, CancellationToken cancellationToken = default)
    {
        await using FileSnapshotStore store = await OpenAsync(cancellationToken);
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
        await using FileSnapshotStore store = await OpenAsync(cancellationToken);
        await foreach (SnapshotInfo info in store.ListAsync(cancellationToken))
        {
            Ec2Snapshot snapshot = ToSnapshot(info);
            if (snapshot.Tags.TryGetValue(tagKey, out string? value) && (tagValue is null || value == tagValue)) yield return snapshot;
        }
    }

    public Task DeleteAsync(string snapshotId, CancellationToken cancellationToken = default) =>
        throw new BenchException($"The benchmark deletes no snapshot, and was asked to delete {snapshotId}.");

    public async Task CreateTagsAsync(string snapshotId, IReadOnlyDictionary<string, string> tags, CancellationToken cancellationToken = default)
    {
        Dictionary<string, Dictionary<string, string>> all = Tags();
        all.TryAdd(snapshotId, []);
        foreach (var (key, value) in tags) all[snapshotId][key] = value;
        await File.WriteAllBytesAsync(tagFile, JsonSerializer.SerializeToUtf8Bytes(all), cancellationToken);
    }

    private Task<FileSnapshotStore> OpenAsync(CancellationToken cancellationToken) =>
        FileSnapshotStore.OpenAsync(storeFolder, new StoreOptions { ReadOnly = true }, cancellationToken);

    private Dictionary<string, Dictionary<string, string>> Tags() =>
        File.Exists(tagFile) ? JsonSerializer.Deserialize<Dictionary<string, Dictionary<string, string>>>(File.ReadAllBytes(tagFile))! : [];

    private Ec2Snapshot ToSnapshot(SnapshotInfo info)
    {
        var tags = new Dictionary<string, string>(info.Tags);
        foreach (var (key, value) in Tags().GetValueOrDefault(info.Id) ?? []) tags[key] = value;
        return new Ec2Snapshot(
            info.Id, info.State == SnapshotState.Completed ? "completed" : "pending", null, (info.Length + GiB - 1) / GiB, info.StartTime,
            info.Description, false, tags);
    }
}
