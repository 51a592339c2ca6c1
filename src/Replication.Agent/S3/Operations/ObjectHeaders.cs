using System.Globalization;
using Replication.Agent.S3.Storage;

namespace Replication.Agent.S3.Operations;

/// <summary>Headers that an object is given and gives back.</summary>
internal static class ObjectHeaders
{
    private const string Metadata = "x-amz-meta-";
    private const string Encryption = "x-amz-server-side-encryption";
    private const string Framing = "aws-chunked";
    private const int MaximumMetadata = 2048;

    private static readonly string[] Kept = ["Content-Type", "Cache-Control", "Content-Disposition", "Content-Language", "Expires", Encryption];

    public static IReadOnlyDictionary<string, string> Read(S3Request request)
    {
        var headers = new Dictionary<string, string>(StringComparer.Ordinal);
        int metadata = 0;
        foreach (var (name, value) in request.Http.Headers)
        {
            if (name.StartsWith(Metadata, StringComparison.OrdinalIgnoreCase))
            {
                metadata += name.Length - Metadata.Length + value.ToString().Length;
                headers[name.ToLowerInvariant()] = value.ToString();
            }
            else if (Kept.FirstOrDefault(kept => kept.Equals(name, StringComparison.OrdinalIgnoreCase)) is { } known)
            {
                headers[known] = value.ToString();
            }
        }

        if (metadata > MaximumMetadata) throw S3Refusals.Refuse(400, "MetadataTooLarge", $"User metadata has at most {MaximumMetadata} bytes.");

        // The framing of the transfer is no property of the object.
        string coding = string.Join(", ", (request.Header("Content-Encoding") ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Where(item => item != Framing));
        if (coding.Length > 0) headers["Content-Encoding"] = coding;
        headers.TryAdd("Content-Type", "binary/octet-stream");
        return headers;
    }

    public static void Write(S3Request request, ObjectRecord item, bool withChecksums)
    {
        var headers = request.Response.Headers;
        foreach (var (name, value) in item.Headers) headers[name] = value;
        headers.ETag = $"\"{item.ETag}\"";
        headers.LastModified = item.LastModified.UtcDateTime.ToString("R", CultureInfo.InvariantCulture);
        headers.AcceptRanges = "bytes";
        if (!withChecksums) return;
        foreach (var (name, value) in item.Checksums) headers[name] = value;
    }
}
