namespace Replication.Agent.Ec2.Protocol;

/// <summary>What EC2 accepts as a tag: at most 50 to a resource, keys up to 127 and values up to 255 characters, "aws:" is Amazon's.</summary>
internal static class TagRules
{
    private const int MaximumTags = 50;
    private const int MaximumKey = 127;
    private const int MaximumValue = 255;

    public static void Add(Dictionary<string, string> tags, QueryParameters tag)
    {
        string key = tag.Required("Key");
        string value = tag.Text("Value") ?? "";
        if (key.Length > MaximumKey) throw Ec2Refusals.InvalidValue(tag.NameOf("Key"), key, $"A key has at most {MaximumKey} characters.");
        if (value.Length > MaximumValue) throw Ec2Refusals.InvalidValue(tag.NameOf("Value"), value, $"A value has at most {MaximumValue} characters.");
        if (key.StartsWith("aws:", StringComparison.OrdinalIgnoreCase))
            throw Ec2Refusals.InvalidValue(tag.NameOf("Key"), key, "Tag keys starting with 'aws:' are reserved for internal use");
        if (!tags.TryAdd(key, value)) throw Ec2Refusals.InvalidValue(tag.NameOf("Key"), key, "Tag keys must be unique.");
    }

    public static void RefuseTooMany(IReadOnlyDictionary<string, string> tags)
    {
        if (tags.Count > MaximumTags) throw new Ec2Refusal("TagLimitExceeded", $"A resource has at most {MaximumTags} tags.");
    }
}
