using System.Globalization;
using System.Text;
using System.Xml.Linq;
using Replication.Agent.S3.Storage;

namespace Replication.Agent.S3.Operations;

/// <summary>ListObjectsV2: keys in order of their bytes; those that share a prefix up to the delimiter are one entry.</summary>
internal static class ListObjects
{
    private const int MaximumKeys = 1000;

    public static Task RunAsync(S3Request request)
    {
        if (request.Query("list-type") != "2") throw S3Refusals.NotImplemented("ListObjects of version 1; use ListObjectsV2");
        Bucket bucket = request.Bucket();
        string prefix = request.Query("prefix") ?? "";
        string delimiter = request.Query("delimiter") ?? "";
        string? token = request.Query("continuation-token");
        string after = token is null ? request.Query("start-after") ?? "" : Decode(token);
        int limit = Limit(request.Query("max-keys"));

        List<ObjectRecord> objects = [];
        List<string> prefixes = [];
        string last = after;
        bool isTruncated = false;
        foreach (ObjectRecord item in request.Server.WantsEmptyPage ? [] : bucket.List(prefix))
        {
            int end = delimiter.Length == 0 ? -1 : item.Key.IndexOf(delimiter, prefix.Length, StringComparison.Ordinal);
            string entry = end < 0 ? item.Key : item.Key[..(end + delimiter.Length)];

            // A common prefix counts once, where its first key would stand.
            if (string.CompareOrdinal(entry, after) <= 0 || (prefixes.Count > 0 && prefixes[^1] == entry && end >= 0)) continue;
            if (objects.Count + prefixes.Count == limit)
            {
                isTruncated = true;
                break;
            }

            if (end < 0) objects.Add(item);
            else prefixes.Add(entry);
            last = entry;
        }

        isTruncated = (isTruncated && limit > 0) || request.Server.WantsEmptyPage;
        bool encode = request.Query("encoding-type") == "url";
        return S3Xml.WriteAsync(request, S3Xml.Group(
            "ListBucketResult",
            [
                S3Xml.Value("Name", bucket.Record.Name),
                new XElement(S3Xml.Namespace + "Prefix", Text(prefix)),
                delimiter.Length == 0 ? null : S3Xml.Value("Delimiter", Text(delimiter)),
                S3Xml.Value("MaxKeys", limit),
                S3Xml.Value("EncodingType", encode ? "url" : null),
                S3Xml.Value("KeyCount", objects.Count + prefixes.Count),
                S3Xml.Value("IsTruncated", isTruncated ? "true" : "false"),
                S3Xml.Value("ContinuationToken", token),
                S3Xml.Value("NextContinuationToken", isTruncated ? Encode(last) : null),
                .. objects.Select(item => S3Xml.Group(
                    "Contents", S3Xml.Value("Key", Text(item.Key)), S3Xml.Value("LastModified", S3Xml.Time(item.LastModified)), S3Xml.Value("ETag", $"\"{item.ETag}\""),
                    S3Xml.Value("Size", item.Length), S3Xml.Value("StorageClass", "STANDARD"))),
                .. prefixes.Select(item => S3Xml.Group("CommonPrefixes", S3Xml.Value("Prefix", Text(item)))),
            ]));

        string Text(string key) => encode ? Uri.EscapeDataString(key).Replace("%2F", "/", StringComparison.Ordinal) : key;
    }

    private static int Limit(string? text)
    {
        if (text is null) return MaximumKeys;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int limit)
            ? Math.Min(limit, MaximumKeys)
            : throw S3Refusals.InvalidArgument("max-keys must be a number of 0 or more.");
    }

    private static string Encode(string key) => "1" + Convert.ToBase64String(Encoding.UTF8.GetBytes(key));

    private static string Decode(string token)
    {
        var bytes = new byte[token.Length];
        return token.StartsWith('1') && Convert.TryFromBase64String(token[1..], bytes, out int length)
            ? Encoding.UTF8.GetString(bytes, 0, length)
            : throw S3Refusals.InvalidArgument("The continuation token provided is incorrect");
    }
}
