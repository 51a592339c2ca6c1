using System.Globalization;
using System.Xml.Linq;

namespace Replication.Agent.Ec2.Protocol;

/// <summary>
/// EC2's dialect of XML: elements in the namespace of the API's version, lists as "item" elements, absent values left out.
/// </summary>
internal static class Ec2Xml
{
    public static XNamespace Namespace { get; } = "http://ec2.amazonaws.com/doc/2016-11-15/";

    /// <summary>A scalar, or null (which the constructors of LINQ to XML leave out) when there is no value.</summary>
    public static XElement? Value(string name, object? value) => value is null ? null : new XElement(Namespace + name, Text(value));

    public static XElement Group(string name, params IEnumerable<XElement?> content) => new(Namespace + name, content);

    public static XElement List<T>(string name, IEnumerable<T> items, Func<T, IEnumerable<XElement?>> content) =>
        new(Namespace + name, items.Select(item => new XElement(Namespace + "item", content(item))));

    public static XElement Texts(string name, IEnumerable<object> values) =>
        new(Namespace + name, values.Select(value => new XElement(Namespace + "item", Text(value))));

    /// <summary>How most changes are answered.</summary>
    public static XElement?[] Done() => [Value("return", true)];

    public static XElement Tags(IReadOnlyDictionary<string, string> tags) =>
        List("tagSet", tags.OrderBy(tag => tag.Key, StringComparer.Ordinal), tag => [Value("key", tag.Key), new XElement(Namespace + "value", tag.Value)]);

    public static XElement Response(string action, string requestId, IEnumerable<XElement?> content) =>
        new(Namespace + $"{action}Response", Value("requestId", requestId), content);

    public static string Time(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private static string Text(object value) => value switch
    {
        bool flag => flag ? "true" : "false",
        DateTimeOffset time => Time(time),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };
}
