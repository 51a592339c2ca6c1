using System.Globalization;
using System.Xml;
using System.Xml.Linq;
using Replication.Agent.Server.Errors;

namespace Replication.Agent.S3;

/// <summary>Documents of S3: one namespace, elements repeated where there are several.</summary>
internal static class S3Xml
{
    // The longest list of parts has 10,000 lines of some 300 bytes.
    private const int MaximumDocument = 4 * 1024 * 1024;

    public static XNamespace Namespace { get; } = "http://s3.amazonaws.com/doc/2006-03-01/";

    public static XElement? Value(string name, object? value) => value is null ? null : new XElement(Namespace + name, Convert.ToString(value, CultureInfo.InvariantCulture));

    public static XElement Group(string name, params IEnumerable<XElement?> content) => new(Namespace + name, content);

    public static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    public static Task WriteAsync(S3Request request, XElement root) => XmlResponse.WriteAsync(request.Server.Http, 200, root);

    /// <summary>The document in the body, or null when the body is empty. Nothing outside of it is ever looked up.</summary>
    public static async Task<XElement?> ReadAsync(S3Request request)
    {
        byte[] body = await request.Server.Payload.ReadAllAsync(MaximumDocument, request.Aborted);
        if (body.Length == 0) return null;
        try
        {
            using var reader = XmlReader.Create(new MemoryStream(body), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
            return XElement.Load(reader);
        }
        catch (XmlException)
        {
            throw S3Refusals.MalformedXml();
        }
    }

    /// <summary>Clients differ in whether they give the namespace.</summary>
    public static string? Text(XElement? element, string name) => Children(element, name).FirstOrDefault()?.Value;

    public static IEnumerable<XElement> Children(XElement? element, string name) => element?.Elements().Where(child => child.Name.LocalName == name) ?? [];
}
