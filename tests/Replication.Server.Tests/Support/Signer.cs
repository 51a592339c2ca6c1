using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;

namespace Replication.Server.Tests.Support;

/// <summary>
/// Signature Version 4 written down a second time, from the client's side and sharing nothing with the server, so that
/// both would have to be wrong in the same way.
/// </summary>
internal sealed class Signer(string accessKeyId, string secret, TimeProvider time)
{
    public string Region { get; init; } = "eu-central-1";

    public string Service { get; init; } = "ebs";

    public string? Token { get; init; }

    /// <summary>Added to the clock's time.</summary>
    public TimeSpan Skew { get; init; }

    /// <summary>Header x-amz-content-sha256; null leaves it out and signs the hash all the same.</summary>
    public bool SendsPayloadHash { get; init; } = true;

    /// <summary>Headers to sign beside those that always are.</summary>
    public IReadOnlyCollection<string> AlsoSigned { get; init; } = [];

    /// <summary>Signs in place. The payload is the body's hash unless one is given.</summary>
    public async Task<SignedRequest> SignAsync(HttpRequestMessage request, string? payload = null, IReadOnlyCollection<string>? leaveUnsigned = null)
    {
        string stamp = (time.GetUtcNow() + Skew).UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        byte[] body = request.Content is null ? [] : await request.Content.ReadAsByteArrayAsync();
        string payloadHash = payload ?? Hex(SHA256.HashData(body));
        request.Headers.TryAddWithoutValidation("x-amz-date", stamp);
        if (SendsPayloadHash) request.Headers.TryAddWithoutValidation("x-amz-content-sha256", payloadHash);
        if (Token is not null) request.Headers.TryAddWithoutValidation("x-amz-security-token", Token);
        request.Headers.Host = request.RequestUri!.Authority;

        var headers = new SortedDictionary<string, string>(StringComparer.Ordinal) { ["host"] = request.RequestUri.Authority };
        var sent = request.Headers.Concat(request.Content?.Headers.AsEnumerable() ?? []);
        foreach (var (name, values) in sent.Where(header =>
                     header.Key.StartsWith("x-amz", StringComparison.OrdinalIgnoreCase) || AlsoSigned.Contains(header.Key, StringComparer.OrdinalIgnoreCase)))
        {
            if (leaveUnsigned?.Contains(name, StringComparer.OrdinalIgnoreCase) != true) headers[name.ToLowerInvariant()] = string.Join(',', values).Trim();
        }

        string path = request.RequestUri.AbsolutePath;
        path = string.Join('/', path.Split('/').Select(segment => Uri.EscapeDataString(Service == "s3" ? Uri.UnescapeDataString(segment) : segment)));
        string query = string.Join('&', request.RequestUri.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries)
            .Select(pair => pair.Contains('=', StringComparison.Ordinal) ? pair : pair + "=").Order(StringComparer.Ordinal));
        string signed = string.Join(';', headers.Keys);
        string canonical = $"{request.Method}\n{path}\n{query}\n{string.Concat(headers.Select(header => $"{header.Key}:{header.Value}\n"))}\n{signed}\n{payloadHash}";
        string scope = $"{stamp[..8]}/{Region}/{Service}/aws4_request";
        byte[] key = new[] { stamp[..8], Region, Service, "aws4_request" }
            .Aggregate(Encoding.UTF8.GetBytes("AWS4" + secret), (previous, part) => HMACSHA256.HashData(previous, Encoding.UTF8.GetBytes(part)));
        string signature = Hex(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"AWS4-HMAC-SHA256\n{stamp}\n{scope}\n{Hex(SHA256.HashData(Encoding.UTF8.GetBytes(canonical)))}")));
        request.Headers.Authorization = new AuthenticationHeaderValue(
            "AWS4-HMAC-SHA256", $"Credential={accessKeyId}/{scope}, SignedHeaders={signed}, Signature={signature}");
        return new SignedRequest(key, stamp, scope, signature);
    }

    public static string Hex(byte[] bytes) => Convert.ToHexStringLower(bytes);
}

/// <summary>What chunks of a streamed body go on from.</summary>
internal sealed record SignedRequest(byte[] Key, string Stamp, string Scope, string Signature)
{
    private static readonly string Nothing = Signer.Hex(SHA256.HashData([]));

    public string SignChunk(string previous, byte[] data) => Sign($"AWS4-HMAC-SHA256-PAYLOAD\n{Stamp}\n{Scope}\n{previous}\n{Nothing}\n{Signer.Hex(SHA256.HashData(data))}");

    public string SignTrailer(string previous, string trailers) =>
        Sign($"AWS4-HMAC-SHA256-TRAILER\n{Stamp}\n{Scope}\n{previous}\n{Signer.Hex(SHA256.HashData(Encoding.UTF8.GetBytes(trailers)))}");

    private string Sign(string text) => Signer.Hex(HMACSHA256.HashData(Key, Encoding.UTF8.GetBytes(text)));
}
