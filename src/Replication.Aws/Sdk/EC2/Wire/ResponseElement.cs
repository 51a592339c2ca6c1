using System.Globalization;
using System.Xml;
using System.Xml.Linq;

namespace Amazon.EC2;

/// <summary>
/// An element of an answer, or the absence of one: every member of an answer is optional, and what is absent reads as
/// null all the way down. The namespace changes with the API's version and is not looked at.
/// </summary>
internal readonly struct ResponseElement(XElement? element)
{
    private const string ListItem = "item";

    // An answer is data: no entities, no external documents. Names and tags that users typed may hold any character.
    private static readonly XmlReaderSettings Settings = new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, CheckCharacters = false };

    public static ResponseElement Load(Stream stream)
    {
        using var reader = XmlReader.Create(stream, Settings);
        return new ResponseElement(XElement.Load(reader));
    }

    public static string AsText(ResponseElement item) => item.Value ?? "";

    public static int AsInteger(ResponseElement item) => int.Parse(item.Value ?? "", CultureInfo.InvariantCulture);

    public ResponseElement Child(string name)
    {
        // A plain loop: an instance has fifty members, each looked up here.
        for (XNode? node = element?.FirstNode; node is not null; node = node.NextNode)
        {
            if (node is XElement child && child.Name.LocalName == name) return new ResponseElement(child);
        }

        return default;
    }

    public string? Text(string name) => Child(name).Value;

    public bool? Boolean(string name) => Filled(name) is { } text ? bool.Parse(text) : null;

    public int? Integer(string name) => Filled(name) is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : null;

    public long? Long(string name) => Filled(name) is { } text ? long.Parse(text, CultureInfo.InvariantCulture) : null;

    public double? Double(string name) => Filled(name) is { } text ? double.Parse(text, CultureInfo.InvariantCulture) : null;

    /// <summary>In UTC.</summary>
    public DateTime? Time(string name) => Filled(name) is { } text
        ? DateTime.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal)
        : null;

    public T? Constant<T>(string name, Func<string, T> find)
        where T : class => Filled(name) is { } text ? find(text) : null;

    public T? Structure<T>(string name, Func<ResponseElement, T> read)
        where T : class => Child(name) is { Exists: true } child ? read(child) : null;

    /// <summary>Null where there is no item, as in the official package.</summary>
    public List<T>? List<T>(string name, Func<ResponseElement, T> read)
    {
        List<T>? items = null;
        for (XNode? node = Child(name).First; node is not null; node = node.NextNode)
        {
            if (node is XElement { Name.LocalName: ListItem } item) (items ??= []).Add(read(new ResponseElement(item)));
        }

        return items;
    }

    private bool Exists => element is not null;

    private string? Value => element?.Value;

    private XNode? First => element?.FirstNode;

    /// <summary>An empty element is no number and no constant; some servers send one for what is not set.</summary>
    private string? Filled(string name) => Text(name) is { Length: > 0 } text ? text : null;
}
