using Replication.Agent.Ec2.State;

namespace Replication.Agent.Ec2.Protocol;

/// <summary>The tags that a request asks for, by the kind of resource that gets them.</summary>
internal sealed class TagSpecifications
{
    private readonly Dictionary<string, Dictionary<string, string>> _byType = new(StringComparer.Ordinal);

    public static TagSpecifications Read(QueryParameters parameters, params ReadOnlySpan<ResourceKind> kinds)
    {
        var result = new TagSpecifications();
        foreach (QueryParameters specification in parameters.Groups("TagSpecification"))
        {
            string type = specification.Required("ResourceType");
            bool known = false;
            foreach (ResourceKind kind in kinds) known |= kind.Type == type;
            if (!known) throw Ec2Refusals.InvalidValue(specification.NameOf("ResourceType"), type, "This request makes no such resource.");
            if (!result._byType.TryGetValue(type, out Dictionary<string, string>? tags)) result._byType[type] = tags = new(StringComparer.Ordinal);
            foreach (QueryParameters tag in specification.Groups("Tag")) TagRules.Add(tags, tag);
        }

        foreach (Dictionary<string, string> tags in result._byType.Values) TagRules.RefuseTooMany(tags);
        return result;
    }

    public IReadOnlyDictionary<string, string> For(ResourceKind kind) =>
        _byType.TryGetValue(kind.Type, out Dictionary<string, string>? tags) ? tags : ResourceTags.None;
}
