using System.Xml.Linq;
using Replication.Agent.Ec2.Protocol;
using Replication.Agent.Ec2.Snapshots;
using Replication.Agent.Ec2.State;

namespace Replication.Agent.Ec2.Tags;

internal static class DescribeTags
{
    private static readonly FilterTable<TagEntry> Filters = new(new Dictionary<string, Func<TagEntry, IEnumerable<object?>>>
    {
        ["key"] = tag => [tag.Key],
        ["resource-id"] = tag => [tag.ResourceId],
        ["resource-type"] = tag => [tag.Kind.Type],
        ["value"] = tag => [tag.Value],
    });

    public static async Task<IEnumerable<XElement?>> RunAsync(Ec2Call call, CancellationToken cancellationToken)
    {
        Func<TagEntry, bool> filter = Filters.Read(call.Parameters);
        var paged = Page<TagEntry>.Read(call);
        call.Begin();
        List<TagEntry> tags = [];
        foreach (var (kind, table) in call.Region.Tables)
        {
            // Snapshots of EBS direct may have no record of their own.
            IEnumerable<IResource> resources = kind == ResourceKind.Snapshot
                ? await call.Region.Snapshots.ListAsync(call, cancellationToken)
                : table.Resources.Where(item => item.AccountId == call.AccountId);
            tags.AddRange(resources.SelectMany(item => item.Tags.Select(tag => new TagEntry(kind, item.Id, tag.Key, tag.Value))));
        }

        Page<TagEntry> page = paged(tags.Where(filter));
        return
        [
            Ec2Xml.List(
                "tagSet",
                page.Items,
                tag =>
                [
                    Ec2Xml.Value("resourceId", tag.ResourceId),
                    Ec2Xml.Value("resourceType", tag.Kind.Type),
                    Ec2Xml.Value("key", tag.Key),
                    new XElement(Ec2Xml.Namespace + "value", tag.Value),
                ]),
            Ec2Xml.Value("nextToken", page.NextToken),
        ];
    }
}
