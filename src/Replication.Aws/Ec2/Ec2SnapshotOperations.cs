using System.Runtime.CompilerServices;
using Amazon.EC2;
using Amazon.EC2.Model;
using Replication.Aws.Snapshots.Ec2;

namespace Replication.Aws.Ec2;

/// <summary>The verbs that EBS direct lacks, asked of EC2. Retries are the client's alone: configure none where the store retries.</summary>
public sealed class Ec2SnapshotOperations(IAmazonEC2 ec2) : IEc2SnapshotOperations
{
    /// <summary>An id that EC2 cannot have given names no snapshot either.</summary>
    private const string Malformed = "InvalidSnapshotID.Malformed";

    // What others share with the account is neither listed nor deleted.
    private const string Self = "self";

    /// <summary>The most that EC2 gives at once; without a number it tries to answer with everything, and fails where that is a lot.</summary>
    private const int PageSize = 1000;

    public async Task<Ec2Snapshot?> FindAsync(string snapshotId, CancellationToken cancellationToken = default)
    {
        try
        {
            // Even an answer about a single snapshot may come as an empty page and a token to go on.
            var request = new DescribeSnapshotsRequest { SnapshotIds = [snapshotId] };
            await foreach (Snapshot snapshot in ec2.Paginators.DescribeSnapshots(request).Snapshots.WithCancellation(cancellationToken)) return Of(snapshot);
            return null;
        }
        catch (AmazonEC2Exception error) when (Ec2Errors.IsNotFound(error) || error.ErrorCode == Malformed)
        {
            return null;
        }
    }

    public async IAsyncEnumerable<Ec2Snapshot> ListAsync(
        string tagKey, string? tagValue = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        Filter filter = tagValue is null ? new Filter { Name = "tag-key", Values = [tagKey] } : new Filter { Name = $"tag:{tagKey}", Values = [Literal(tagValue)] };
        var request = new DescribeSnapshotsRequest { OwnerIds = [Self], Filters = [filter], MaxResults = PageSize };
        await foreach (Snapshot snapshot in ec2.Paginators.DescribeSnapshots(request).Snapshots.WithCancellation(cancellationToken))
        {
            Ec2Snapshot found = Of(snapshot);
            if (found.Tags.TryGetValue(tagKey, out string? value) && (tagValue is null || value == tagValue)) yield return found;
        }
    }

    public Task DeleteAsync(string snapshotId, CancellationToken cancellationToken = default) =>
        ec2.DeleteSnapshotAsync(new DeleteSnapshotRequest { SnapshotId = snapshotId }, cancellationToken);

    public Task CreateTagsAsync(string snapshotId, IReadOnlyDictionary<string, string> tags, CancellationToken cancellationToken = default) => ec2.CreateTagsAsync(
        new CreateTagsRequest { Resources = [snapshotId], Tags = [.. tags.Select(tag => new Tag { Key = tag.Key, Value = tag.Value })] }, cancellationToken);

    /// <summary>The values of a filter are patterns with * and ?; a backslash makes a character stand for itself.</summary>
    private static string Literal(string value) => value
        .Replace("\\", "\\\\", StringComparison.Ordinal).Replace("*", "\\*", StringComparison.Ordinal).Replace("?", "\\?", StringComparison.Ordinal);

    private static Ec2Snapshot Of(Snapshot snapshot) => new(
        snapshot.SnapshotId ?? "",
        snapshot.State?.Value ?? "",
        snapshot.StateMessage,
        snapshot.VolumeSize ?? 0,
        snapshot.StartTime is { } start ? new DateTimeOffset(start, TimeSpan.Zero) : default,
        snapshot.Description ?? "",
        snapshot.Encrypted ?? false,
        (snapshot.Tags ?? []).Where(tag => tag.Key is not null).ToDictionary(tag => tag.Key!, tag => tag.Value ?? "", StringComparer.Ordinal));
}
