using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Replication.Agent.Server.Authentication;

/// <summary>The canonical request of Signature Version 4, rebuilt from what arrived on the wire.</summary>
internal static class CanonicalRequest
{
    private const string Unreserved = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";

    private static readonly System.Buffers.SearchValues<char> UnreservedOrSlash = System.Buffers.SearchValues.Create(Unreserved + "/");

    public static string Build(HttpRequest request, IReadOnlyList<string> signedHeaders, string service, string payloadHash)
    {
        (string path, string query) = Target(request);
        var text = new StringBuilder(512);
        text.Append(request.Method).Append('\n')
            .Append(service == "s3" ? ObjectPath(path) : Encode(path, keepSlash: true)).Append('\n')
            .Append(Query(query)).Append('\n');
        foreach (string name in signedHeaders) text.Append(name).Append(':').Append(HeaderValue(request, name)).Append('\n');
        return text.Append('\n').AppendJoin(';', signedHeaders).Append('\n').Append(payloadHash).ToString();
    }

    /// <summary>Path and query exactly as sent; decoding first would lose what the client signed.</summary>
    private static (string Path, string Query) Target(HttpRequest request)
    {
        string target = request.HttpContext.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        // A proxy may send the absolute form.
        if (!target.StartsWith('/') && Uri.TryCreate(target, UriKind.Absolute, out Uri? absolute)) target = absolute.PathAndQuery;
        int mark = target.IndexOf('?', StringComparison.Ordinal);
        return mark < 0 ? (target, "") : (target[..mark], target[(mark + 1)..]);
    }

    /// <summary>S3 signs the path encoded once: clients that leave reserved characters bare on the wire still sign them encoded.</summary>
    private static string ObjectPath(string path) => string.Join('/', path.Split('/').Select(segment => Encode(Uri.UnescapeDataString(segment), keepSlash: false)));

    private static string Query(string query)
    {
        if (query.Length == 0) return "";
        IEnumerable<(string Name, string Value)> pairs = query.Split('&', StringSplitOptions.RemoveEmptyEntries).Select(pair =>
        {
            int equals = pair.IndexOf('=', StringComparison.Ordinal);
            string name = equals < 0 ? pair : pair[..equals];
            string value = equals < 0 ? "" : pair[(equals + 1)..];
            return (Encode(Uri.UnescapeDataString(name), keepSlash: false), Encode(Uri.UnescapeDataString(value), keepSlash: false));
        });
        return string.Join(
            '&', pairs.OrderBy(pair => pair.Name, StringComparer.Ordinal).ThenBy(pair => pair.Value, StringComparer.Ordinal).Select(pair => $"{pair.Name}={pair.Value}"));
    }

    private static string HeaderValue(HttpRequest request, string name) =>
        string.Join(',', request.Headers[name].Select(value => string.Join(' ', (value ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))));

    private static string Encode(string text, bool keepSlash)
    {
        if (keepSlash && !text.AsSpan().ContainsAnyExcept(UnreservedOrSlash)) return text;
        var encoded = new StringBuilder(text.Length + 16);
        foreach (byte b in Encoding.UTF8.GetBytes(text))
        {
            char c = (char)b;
            if (Unreserved.Contains(c, StringComparison.Ordinal) || (keepSlash && c == '/')) encoded.Append(c);
            else encoded.Append('%').Append(b.ToString("X2", System.Globalization.CultureInfo.InvariantCulture));
        }

        return encoded.ToString();
    }
}
