using System.Globalization;
using System.Text.RegularExpressions;
using Replication.Aws.Snapshots.Calls;
using Replication.Aws.Snapshots.Ec2;
using Replication.Aws.Snapshots.Journal;
using Replication.Core.Snapshots;

namespace Replication.Aws.Snapshots;

/// <summary>What EC2 and the journals say about snapshots, in the words of the port.</summary>
internal sealed partial class SnapshotDirectory(StoreParts parts, DeferredDeletions deletions)
{
    private const long GiB = 1L << 30;

    public async Task<SnapshotInfo> DescribeAsync(string snapshotId, CancellationToken cancellationToken) =>
        ToInfo(await FindAsync(snapshotId, cancellationToken), parts.Journals.Find(snapshotId), snapshotId);

    /// <summary>The snapshot as EC2 has it; null when only our journal knows it because it was started just now.</summary>
    public async Task<Ec2Snapshot?> FindAsync(string snapshotId, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (!IsId(snapshotId) || deletions.Contains(snapshotId)) throw EbsStoreErrors.NotFound(snapshotId);
        Ec2Snapshot? found = await parts.Calls.RunAsync(
            "DescribeSnapshots", snapshotId, token => parts.Ec2.FindAsync(snapshotId, token), cancellationToken: cancellationToken);
        if (found is not null) return found;
        // Its journal is gone when it is completed; that it was completed here just now is known by its digests.
        if (!parts.Fingerprints.WasCompletedAfter(snapshotId, parts.Time.GetUtcNow() - RetryRule.Visibility))
            return MayAppear(parts.Journals.Find(snapshotId)) ? null : throw EbsStoreErrors.NotFound(snapshotId);
        return await parts.Calls.RunAsync(
            "DescribeSnapshots", snapshotId,
            async token => await parts.Ec2.FindAsync(snapshotId, token) ?? throw AwsErrors.NoSuchSnapshot(),
            mayAppear: true, cancellationToken: cancellationToken);
    }

    /// <summary>The store's snapshots, oldest first, so that a parent comes before its children.</summary>
    public async Task<IReadOnlyList<SnapshotInfo>> ListAsync(CancellationToken cancellationToken)
    {
        List<Ec2Snapshot> found = await ListTaggedAsync(SnapshotTags.Length, null, cancellationToken);
        return [.. found.Where(snapshot => !deletions.Contains(snapshot.Id))
            .OrderBy(snapshot => snapshot.StartTime).ThenBy(snapshot => snapshot.Id, StringComparer.Ordinal)
            .Select(snapshot => ToInfo(snapshot, parts.Journals.Find(snapshot.Id), snapshot.Id))];
    }

    public Task<List<Ec2Snapshot>> ListTaggedAsync(string key, string? value, CancellationToken cancellationToken) => parts.Calls.RunAsync(
        "DescribeSnapshots", $"tag {key}",
        async token =>
        {
            var list = new List<Ec2Snapshot>();
            await foreach (Ec2Snapshot snapshot in parts.Ec2.ListAsync(key, value, token)) list.Add(snapshot);
            return list;
        },
        cancellationToken: cancellationToken);

    /// <summary>Whether "no such snapshot" may mean "not everywhere yet".</summary>
    public bool MayAppear(PendingJournal? journal) =>
        journal is not null && parts.Time.GetUtcNow() - journal.Header.StartTime < RetryRule.Visibility;

    /// <summary>The same for a snapshot that EC2 knows and EBS direct may not know yet.</summary>
    public static bool MayAppear(StoreParts parts, DateTimeOffset started) => parts.Time.GetUtcNow() - started < RetryRule.Visibility;

    public static bool IsId(string id) => IdPattern().IsMatch(id);

    public static SnapshotInfo ToInfo(Ec2Snapshot? snapshot, PendingJournal? journal, string snapshotId)
    {
        if (snapshot is null) return OfJournal(journal ?? throw EbsStoreErrors.NotFound(snapshotId));
        SnapshotState state = snapshot.State switch
        {
            "completed" => SnapshotState.Completed,
            "pending" => SnapshotState.Pending,
            _ => SnapshotState.Error,
        };
        IReadOnlyDictionary<string, string> tags = snapshot.Tags;
        return new SnapshotInfo(
            snapshot.Id,
            tags.GetValueOrDefault(SnapshotTags.Parent),
            state,
            // A snapshot that the store did not make is as long as its volume.
            Number(tags, SnapshotTags.Length) ?? snapshot.VolumeSizeGiB * GiB,
            snapshot.StartTime,
            tags.GetValueOrDefault(SnapshotTags.Description) ?? snapshot.Description,
            tags.Where(tag => !SnapshotTags.IsReserved(tag.Key)).ToDictionary(StringComparer.Ordinal),
            state == SnapshotState.Completed ? Root(tags) : null,
            (state == SnapshotState.Pending ? journal?.PutBlocks : null) ?? Number(tags, SnapshotTags.ChangedBlocks) ?? 0);
    }

    private static SnapshotInfo OfJournal(PendingJournal journal) => new(
        journal.SnapshotId, journal.Header.ParentId, SnapshotState.Pending, journal.Header.Length, journal.Header.StartTime,
        journal.Header.Description, journal.Header.Tags, null, journal.PutBlocks);

    /// <summary>A tag that somebody overwrote says nothing; it must not keep the snapshot from being described.</summary>
    private static long? Number(IReadOnlyDictionary<string, string> tags, string key) =>
        tags.TryGetValue(key, out string? text) && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? number : null;

    private static BlockDigest? Root(IReadOnlyDictionary<string, string> tags) =>
        tags.TryGetValue(SnapshotTags.Root, out string? text) && RootPattern().IsMatch(text) ? BlockDigest.Parse(text) : null;

    [GeneratedRegex("^snap-[0-9a-f]{8,59}$", RegexOptions.CultureInvariant)]
    private static partial Regex IdPattern();

    [GeneratedRegex("^[0-9a-f]{64}$", RegexOptions.CultureInvariant)]
    private static partial Regex RootPattern();
}
