using System.Globalization;
using System.Xml.Linq;
using Replication.Agent.S3.Checksums;
using Replication.Agent.S3.Storage;

namespace Replication.Agent.S3.Operations;

/// <summary>Uploads that were begun and not ended, and the parts of one.</summary>
internal static class ListUploads
{
    private const int MaximumItems = 1000;

    /// <summary>In order of keys, then of beginnings.</summary>
    public static Task RunAsync(S3Request request)
    {
        Bucket bucket = request.Bucket();
        string prefix = request.Query("prefix") ?? "";
        string keyMarker = request.Query("key-marker") ?? "";
        string idMarker = request.Query("upload-id-marker") ?? "";
        if (!string.IsNullOrEmpty(request.Query("delimiter"))) throw S3Refusals.NotImplemented("a delimiter for uploads");
        int limit = Limit(request, "max-uploads");
        List<UploadRecord> uploads = [.. bucket.Uploads.All
            .Where(upload => upload.Key.StartsWith(prefix, StringComparison.Ordinal))
            .OrderBy(upload => upload.Key, StringComparer.Ordinal).ThenBy(upload => upload.Id, StringComparer.Ordinal)
            .SkipWhile(upload => IsBefore(upload, keyMarker, idMarker))
            .Take(limit + 1)];
        bool isTruncated = uploads.Count > limit;
        if (isTruncated) uploads.RemoveAt(limit);
        return S3Xml.WriteAsync(request, S3Xml.Group(
            "ListMultipartUploadsResult",
            [
                S3Xml.Value("Bucket", bucket.Record.Name),
                S3Xml.Value("Prefix", prefix),
                S3Xml.Value("KeyMarker", keyMarker),
                S3Xml.Value("UploadIdMarker", idMarker),
                S3Xml.Value("NextKeyMarker", isTruncated ? uploads[^1].Key : null),
                S3Xml.Value("NextUploadIdMarker", isTruncated ? uploads[^1].Id : null),
                S3Xml.Value("MaxUploads", limit),
                S3Xml.Value("IsTruncated", isTruncated ? "true" : "false"),
                .. uploads.Select(upload => S3Xml.Group(
                    "Upload", S3Xml.Value("Key", upload.Key), S3Xml.Value("UploadId", upload.Id), S3Xml.Value("StorageClass", "STANDARD"),
                    S3Xml.Value("Initiated", S3Xml.Time(upload.Initiated)))),
            ]));
    }

    public static Task PartsAsync(S3Request request)
    {
        Bucket bucket = request.Bucket();
        UploadRecord upload = bucket.Uploads.Get(request.Query("uploadId")!, request.Key);
        int limit = Limit(request, "max-parts");
        int.TryParse(request.Query("part-number-marker"), NumberStyles.None, CultureInfo.InvariantCulture, out int marker);
        List<PartRecord> parts = [.. bucket.Uploads.Parts(upload.Id).Where(part => part.Number > marker).Take(limit + 1)];
        bool isTruncated = parts.Count > limit;
        if (isTruncated) parts.RemoveAt(limit);
        return S3Xml.WriteAsync(request, S3Xml.Group(
            "ListPartsResult",
            [
                S3Xml.Value("Bucket", bucket.Record.Name),
                S3Xml.Value("Key", upload.Key),
                S3Xml.Value("UploadId", upload.Id),
                S3Xml.Value("PartNumberMarker", marker),
                S3Xml.Value("NextPartNumberMarker", isTruncated ? parts[^1].Number : null),
                S3Xml.Value("MaxParts", limit),
                S3Xml.Value("IsTruncated", isTruncated ? "true" : "false"),
                S3Xml.Value("StorageClass", "STANDARD"),
                S3Xml.Value("ChecksumAlgorithm", upload.ChecksumAlgorithm),
                .. parts.Select(Part),
            ]));
    }

    private static XElement Part(PartRecord part) => S3Xml.Group(
        "Part",
        [
            S3Xml.Value("PartNumber", part.Number),
            S3Xml.Value("ETag", $"\"{part.ETag}\""),
            S3Xml.Value("Size", part.Length),
            .. part.Checksums.Select(checksum => S3Xml.Value(ChecksumAlgorithm.OfHeader(checksum.Key)!.Element, checksum.Value)),
        ]);

    /// <summary>A key marker alone passes over all uploads of that key.</summary>
    private static bool IsBefore(UploadRecord upload, string keyMarker, string idMarker) =>
        string.CompareOrdinal(upload.Key, keyMarker) is var order && (order < 0 || (order == 0 && (idMarker.Length == 0 || string.CompareOrdinal(upload.Id, idMarker) <= 0)));

    private static int Limit(S3Request request, string name)
    {
        if (request.Query(name) is not { } text) return MaximumItems;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int limit) && limit > 0
            ? Math.Min(limit, MaximumItems)
            : throw S3Refusals.InvalidArgument($"{name} must be a number of 1 or more.");
    }
}
