using System.Net;
using System.Runtime.CompilerServices;
using Amazon.Runtime;
using Replication.Aws.Snapshots.Ec2;

namespace Replication.Aws.Tests.Ebs;

/// <summary>The three verbs of EC2 over the fake EBS.</summary>
internal sealed class FakeEc2(FakeEbsService service) : IEc2SnapshotOperations
{
    /// <summary>Given the operation and the number of its call, from 1; what it returns is thrown.</summary>
    public Func<string, int, Exception?>? Faults { get; set; }

    private readonly Dictionary<string, int> _calls = [];

    public static AmazonServiceException Error(string code, int status = 400) =>
        new($"{code} happened", ErrorType.Sender, code, "request", (HttpStatusCode)status);

    public Task<Ec2Snapshot?> FindAsync(string snapshotId, CancellationToken cancellationToken = default)
    {
        Count("DescribeSnapshots", cancellationToken);
        return Task.FromResult(service.Visible(snapshotId) is { } found ? ToSnapshot(found) : null);
    }

    public async IAsyncEnumerable<Ec2Snapshot> ListAsync(
        string tagKey, string? tagValue = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        Count("DescribeSnapshots", cancellationToken);
        await Task.CompletedTask;
        foreach (FakeSnapshot snapshot in service.Snapshots.Values.ToList())
        {
            if (service.Visible(snapshot.Id) is null || !snapshot.Tags.TryGetValue(tagKey, out string? value) || (tagValue is not null && value != tagValue)) continue;
            yield return ToSnapshot(snapshot);
        }
    }

    public Task DeleteAsync(string snapshotId, CancellationToken cancellationToken = default)
    {
        Count("DeleteSnapshot", cancellationToken);
        if (service.Visible(snapshotId) is null || !service.Snapshots.Remove(snapshotId)) throw Error("InvalidSnapshot.NotFound");
        return Task.CompletedTask;
    }

    public Task CreateTagsAsync(string snapshotId, IReadOnlyDictionary<string, string> tags, CancellationToken cancellationToken = default)
    {
        Count("CreateTags", cancellationToken);
        FakeSnapshot snapshot = service.Visible(snapshotId) ?? throw Error("InvalidSnapshot.NotFound");
        foreach (var (key, value) in tags) snapshot.Tags[key] = value;
        return Task.CompletedTask;
    }

    private Ec2Snapshot ToSnapshot(FakeSnapshot snapshot) => new(
        snapshot.Id, service.StateOf(snapshot), null, snapshot.VolumeSize, snapshot.StartTime, snapshot.Description, snapshot.Encrypted,
        new Dictionary<string, string>(snapshot.Tags));

    private void Count(string operation, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        _calls[operation] = _calls.GetValueOrDefault(operation) + 1;
        if (Faults?.Invoke(operation, _calls[operation]) is { } fault) throw fault;
    }
}
