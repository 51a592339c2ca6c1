using Amazon.EC2;
using Amazon.EC2.Model;

namespace Replication.Aws.Sites;

/// <summary>Tags and filters on them in the shapes of the EC2 API.</summary>
internal static class TagLists
{
    public static string? Get(this List<Tag>? tags, string key) => tags?.Find(tag => tag.Key == key)?.Value;

    public static List<Tag> ToList(this IEnumerable<KeyValuePair<string, string>> tags) =>
        [.. tags.Select(tag => new Tag { Key = tag.Key, Value = tag.Value })];

    public static TagSpecification For(this IEnumerable<KeyValuePair<string, string>> tags, ResourceType kind) => new() { ResourceType = kind, Tags = tags.ToList() };

    public static Filter Filter(string name, params string[] values) => new() { Name = name, Values = [.. values.Select(Literal)] };

    public static Filter TagFilter(string key, string value) => Filter($"tag:{key}", value);

    /// <summary>The values of a filter are patterns with * and ?; a backslash makes a character stand for itself.</summary>
    private static string Literal(string value) => value
        .Replace("\\", "\\\\", StringComparison.Ordinal).Replace("*", "\\*", StringComparison.Ordinal).Replace("?", "\\?", StringComparison.Ordinal);
}
