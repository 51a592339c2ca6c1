using Replication.Agent.Ec2.State;

namespace Replication.Agent.Ec2.Protocol;

/// <summary>
/// The filters that a Describe action knows: name to the values that a resource has for it. Values of one filter are
/// alternatives, several filters all hold; tags are known to every table.
/// </summary>
internal sealed class FilterTable<T>(IReadOnlyDictionary<string, Func<T, IEnumerable<object?>>> filters)
    where T : IResource
{
    // The limit of EC2.
    private const int MaximumValues = 200;

    /// <param name="parameters">Of the request.</param>
    /// <param name="list">What the request calls the list; two actions are an exception.</param>
    public Func<T, bool> Read(QueryParameters parameters, string list = "Filter")
    {
        List<Func<T, bool>> conditions = [];
        foreach (QueryParameters filter in parameters.Groups(list))
        {
            string name = filter.Required("Name");
            IReadOnlyList<string> patterns = filter.Texts("Value");
            if (patterns.Count == 0) throw Ec2Refusals.InvalidValue(filter.NameOf("Value"), "", $"The filter '{name}' has no value.");
            if (patterns.Count > MaximumValues) throw new Ec2Refusal("FilterLimitExceeded", $"The filter '{name}' has more than {MaximumValues} values.");
            Func<T, IEnumerable<string>> values = Values(name);
            conditions.Add(item => values(item).Any(value => patterns.Any(pattern => Wildcard.Matches(pattern, value))));
        }

        return item => conditions.TrueForAll(condition => condition(item));
    }

    private Func<T, IEnumerable<string>> Values(string name)
    {
        if (name.StartsWith("tag:", StringComparison.Ordinal))
        {
            string key = name["tag:".Length..];
            return item => item.Tags.TryGetValue(key, out string? value) ? [value] : [];
        }

        if (name == "tag-key") return item => item.Tags.Keys;
        if (!filters.TryGetValue(name, out Func<T, IEnumerable<object?>>? select))
            throw new Ec2Refusal("InvalidParameterValue", $"The filter '{name}' is invalid");
        return item => select(item).Select(FilterText.Of).OfType<string>();
    }
}
