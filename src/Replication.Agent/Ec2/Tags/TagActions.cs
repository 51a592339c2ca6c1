using System.Xml.Linq;
using Replication.Agent.Ec2.Protocol;
using Replication.Agent.Ec2.Records;
using Replication.Agent.Ec2.Snapshots;
using Replication.Agent.Ec2.State;

namespace Replication.Agent.Ec2.Tags;

internal static class TagActions
{
    private const int MaximumResources = 1000;

    public static Task<IEnumerable<XElement?>> CreateAsync(Ec2Call call, CancellationToken cancellationToken)
    {
        var tags = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (QueryParameters tag in call.Parameters.Groups("Tag")) TagRules.Add(tags, tag);
        if (tags.Count == 0) throw Ec2Refusals.Missing("Tag");
        return ChangeAsync(call, Merge, cancellationToken);

        IReadOnlyDictionary<string, string> Merge(IReadOnlyDictionary<string, string> present)
        {
            var merged = present.ToDictionary(StringComparer.Ordinal);
            foreach (var (key, value) in tags) merged[key] = value;
            TagRules.RefuseTooMany(merged);
            return merged;
        }
    }

    public static Task<IEnumerable<XElement?>> DeleteAsync(Ec2Call call, CancellationToken cancellationToken)
    {
        List<(string Key, string? Value)> unwanted = [.. call.Parameters.Groups("Tag")
            .Select(tag => (tag.Required("Key"), tag.IsPresent("Value") ? tag.Text("Value") ?? "" : null))];
        return ChangeAsync(call, Remove, cancellationToken);

        // Without tags all of them go; with a value only the tag that has it.
        IReadOnlyDictionary<string, string> Remove(IReadOnlyDictionary<string, string> present) => unwanted.Count == 0
            ? ResourceTags.None
            : present.Where(tag => !unwanted.Exists(item => item.Key == tag.Key && (item.Value is null || item.Value == tag.Value)))
                .ToDictionary(StringComparer.Ordinal);
    }

    private static async Task<IEnumerable<XElement?>> ChangeAsync(
        Ec2Call call, Func<IReadOnlyDictionary<string, string>, IReadOnlyDictionary<string, string>> change, CancellationToken cancellationToken)
    {
        IReadOnlyList<string> ids = call.Parameters.Texts("ResourceId");
        if (ids.Count == 0) throw Ec2Refusals.Missing("ResourceId");
        if (ids.Count > MaximumResources) throw new Ec2Refusal("InvalidParameterValue", $"At most {MaximumResources} resources at a time.");
        call.Begin();

        using IDisposable held = await call.Region.Gate.EnterAsync(cancellationToken);

        // All are looked up, and the changes tried, before the first is changed.
        List<(IResourceTable Table, string Id)> targets = [];
        foreach (string id in ids)
        {
            IResourceTable table = await FindAsync(call, id, cancellationToken);
            change(table.Resources.First(item => item.Id == id).Tags);
            targets.Add((table, id));
        }

        foreach (var (table, id) in targets) table.TryRetag(id, change);
        return Ec2Xml.Done();
    }

    private static async Task<IResourceTable> FindAsync(Ec2Call call, string id, CancellationToken cancellationToken)
    {
        ResourceKind kind = ResourceKind.OfId(id) ?? throw new Ec2Refusal("InvalidID", $"The ID '{id}' is not valid");
        if (kind == ResourceKind.Snapshot) await EnsureRecordAsync(call, id, cancellationToken);
        IResourceTable table = call.Region.Tables[kind];
        return table.Resources.Any(item => item.Id == id && item.AccountId == call.AccountId) ? table : throw Ec2Refusals.NotFound(kind, id);
    }

    /// <summary>A snapshot that EBS direct started has no record yet to keep tags in; it begins with those of the store.</summary>
    private static async Task EnsureRecordAsync(Ec2Call call, string id, CancellationToken cancellationToken)
    {
        SnapshotView view = await call.Region.Snapshots.GetAsync(call, id, cancellationToken);
        if (call.Region.SnapshotRecords.Find(id) is not null) return;
        call.Region.SnapshotRecords.Put(new SnapshotRecord
        {
            Id = id,
            AccountId = view.AccountId,
            CreateTime = view.CreateTime,
            Tags = view.Tags,
            VolumeId = view.VolumeId,
            VolumeSizeGiB = view.SizeGiB,
            Description = view.Description,
            Encrypted = view.Encrypted,
            KmsKeyId = view.KmsKeyId,
        });
    }
}
