using System.Buffers;
using System.Globalization;
using System.Net.Security;
using System.Security.Cryptography;
using System.Text;

namespace Replication.Remote.Authentication;

/// <summary>Signature Version 4 of service "replication". The secret is never part of its text.</summary>
internal sealed class SignatureAuthentication(string accessKeyId, string secret, string? sessionToken, string region) : IRequestAuthentication
{
    private const string Algorithm = "AWS4-HMAC-SHA256";
    private const string Service = "replication";
    private const string Terminator = "aws4_request";

    private static readonly SearchValues<byte> Unreserved = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~"u8);

    public SslStreamCertificateContext? Certificate => null;

    public void Apply(HttpRequestMessage request, ReadOnlySpan<byte> body, IReadOnlyCollection<string> headers, DateTimeOffset now)
    {
        Uri address = request.RequestUri!;
        string timestamp = now.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        string payload = Convert.ToHexStringLower(SHA256.HashData(body));
        // What is signed must be what is sent: the client would make up its own otherwise.
        request.Headers.Host = address.IsDefaultPort ? address.IdnHost : $"{address.IdnHost}:{address.Port}";
        request.Headers.Add("x-amz-date", timestamp);
        request.Headers.Add("x-amz-content-sha256", payload);
        List<string> signed = ["host", "x-amz-content-sha256", "x-amz-date", .. headers.Select(name => name.ToLowerInvariant())];
        if (sessionToken is not null)
        {
            request.Headers.Add("x-amz-security-token", sessionToken);
            signed.Add("x-amz-security-token");
        }

        signed.Sort(StringComparer.Ordinal);
        var canonical = new StringBuilder(512);
        canonical.Append(request.Method.Method).Append('\n').Append(Encode(address.AbsolutePath, keepSlash: true)).Append('\n').Append(Query(address.Query)).Append('\n');
        foreach (string name in signed) canonical.Append(name).Append(':').Append(Value(request, name)).Append('\n');
        string names = string.Join(';', signed);
        canonical.Append('\n').Append(names).Append('\n').Append(payload);

        string scope = $"{timestamp[..8]}/{region}/{Service}/{Terminator}";
        string toSign = $"{Algorithm}\n{timestamp}\n{scope}\n{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(canonical.ToString())))}";
        byte[] key = Encoding.UTF8.GetBytes("AWS4" + secret);
        foreach (string part in scope.Split('/')) key = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(part));
        string signature = Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(toSign)));
        request.Headers.TryAddWithoutValidation("Authorization", $"{Algorithm} Credential={accessKeyId}/{scope}, SignedHeaders={names}, Signature={signature}");
    }

    public void Dispose()
    {
        // Nothing is held.
    }

    public override string ToString() => accessKeyId;

    private static string Query(string query)
    {
        IEnumerable<(string Name, string Value)> pairs = query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=', 2))
            .Select(parts => (Part(parts[0]), parts.Length > 1 ? Part(parts[1]) : ""));
        return string.Join('&', pairs.OrderBy(pair => pair.Name, StringComparer.Ordinal).ThenBy(pair => pair.Value, StringComparer.Ordinal).Select(pair => $"{pair.Name}={pair.Value}"));
    }

    private static string Part(string text) => Encode(Uri.UnescapeDataString(text), keepSlash: false);

    private static string Value(HttpRequestMessage request, string name)
    {
        if (name == "host") return request.Headers.Host!;
        if (!request.Headers.NonValidated.TryGetValues(name, out var values) && request.Content?.Headers.NonValidated.TryGetValues(name, out values) != true) return "";
        return string.Join(',', values.Select(value => value.Trim()));
    }

    private static string Encode(string text, bool keepSlash)
    {
        var encoded = new StringBuilder(text.Length + 16);
        foreach (byte b in Encoding.UTF8.GetBytes(text))
        {
            if (Unreserved.Contains(b) || (keepSlash && b == '/')) encoded.Append((char)b);
            else encoded.Append('%').Append(b.ToString("X2", CultureInfo.InvariantCulture));
        }

        return encoded.ToString();
    }
}
