using Replication.Agent.Ec2.Imports;

namespace Replication.Agent.S3.Storage;

/// <summary>Contents of objects, for what reads them inside of this server.</summary>
internal sealed class ObjectFiles(Buckets buckets) : IObjectFiles
{
    public string? Find(string accountId, string region, string bucket, string key) =>
        buckets.Find(bucket) is { } found && found.Record.AccountId == accountId && found.Record.Region == region && found.Find(key) is { } item
            ? found.BodyPath(item.Body)
            : null;
}
