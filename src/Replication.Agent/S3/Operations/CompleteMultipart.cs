using System.Globalization;
using System.Security.Cryptography;
using System.Xml.Linq;
using Replication.Agent.S3.Checksums;
using Replication.Agent.S3.Storage;

namespace Replication.Agent.S3.Operations;

/// <summary>Makes one object of the parts that the client lists.</summary>
internal static class CompleteMultipart
{
    // All parts but the last.
    private const long MinimumPart = 5L * 1024 * 1024;

    public static async Task RunAsync(S3Request request)
    {
        Bucket bucket = request.Bucket();
        UploadRecord upload = bucket.Uploads.Get(request.Query("uploadId")!, request.Key);
        Action<ObjectRecord?> condition = WriteCondition.Read(request);
        XElement document = await S3Xml.ReadAsync(request) ?? throw S3Refusals.MalformedXml();
        IReadOnlyList<PartRecord> parts = Select(document, bucket.Uploads.Parts(upload.Id));
        condition(bucket.Find(upload.Key));

        var (body, length) = await JoinAsync(bucket, parts, request.Aborted);
        byte[] tags = [.. parts.SelectMany(part => Convert.FromHexString(part.ETag))];
        var item = new ObjectRecord
        {
            Key = upload.Key,
            Body = body,
            Length = length,
            ETag = $"{Convert.ToHexStringLower(MD5.HashData(tags))}-{parts.Count}",
            LastModified = request.Now,
            Headers = upload.Headers,
            Checksums = Composite(upload, parts),
        };
        PutObject.Commit(bucket, item, condition);
        MultipartOperations.Remove(bucket, upload);
        await S3Xml.WriteAsync(request, S3Xml.Group(
            "CompleteMultipartUploadResult",
            [
                S3Xml.Value("Bucket", bucket.Record.Name),
                S3Xml.Value("Key", item.Key),
                S3Xml.Value("ETag", $"\"{item.ETag}\""),
                .. item.Checksums.Select(checksum => S3Xml.Value(ChecksumAlgorithm.OfHeader(checksum.Key)!.Element, checksum.Value)),
            ]));
    }

    private static List<PartRecord> Select(XElement document, IReadOnlyList<PartRecord> uploaded)
    {
        List<PartRecord> parts = [];
        foreach (XElement wanted in S3Xml.Children(document, "Part"))
        {
            if (!int.TryParse(S3Xml.Text(wanted, "PartNumber"), NumberStyles.None, CultureInfo.InvariantCulture, out int number)) throw S3Refusals.MalformedXml();
            if (parts.Count > 0 && number <= parts[^1].Number)
                throw S3Refusals.Refuse(400, "InvalidPartOrder", "The list of parts was not in ascending order.");
            PartRecord part = uploaded.FirstOrDefault(item => item.Number == number) ?? throw S3Refusals.InvalidPart(number);
            bool isMeant = S3Xml.Text(wanted, "ETag")?.Trim('"') == part.ETag
                && part.Checksums.All(checksum => S3Xml.Text(wanted, ChecksumAlgorithm.OfHeader(checksum.Key)!.Element) is not { } said || said == checksum.Value);
            parts.Add(isMeant ? part : throw S3Refusals.InvalidPart(number));
        }

        if (parts.Count == 0) throw S3Refusals.MalformedXml();
        return parts.SkipLast(1).FirstOrDefault(part => part.Length < MinimumPart) is { } small
            ? throw S3Refusals.Refuse(400, "EntityTooSmall", $"Part {small.Number} has {small.Length} bytes; all but the last have at least {MinimumPart}.")
            : parts;
    }

    private static async Task<(string Body, long Length)> JoinAsync(Bucket bucket, IReadOnlyList<PartRecord> parts, CancellationToken cancellationToken)
    {
        string name = Guid.NewGuid().ToString("n");
        try
        {
            await using var whole = new FileStream(bucket.BodyPath(name), FileMode.CreateNew, FileAccess.Write, FileShare.None);
            foreach (PartRecord part in parts)
            {
                await using var from = new FileStream(bucket.BodyPath(part.Body), FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
                await from.CopyToAsync(whole, cancellationToken);
            }

            whole.Flush(flushToDisk: true);
            return (name, whole.Length);
        }
        catch
        {
            File.Delete(bucket.BodyPath(name));
            throw;
        }
    }

    /// <summary>The checksum of the checksums, if the upload was begun with an algorithm and every part has it.</summary>
    private static IReadOnlyDictionary<string, string> Composite(UploadRecord upload, IReadOnlyList<PartRecord> parts)
    {
        if (upload.ChecksumAlgorithm is null) return new Dictionary<string, string>();
        ChecksumAlgorithm algorithm = ChecksumAlgorithm.Get(upload.ChecksumAlgorithm);
        if (!parts.All(part => part.Checksums.ContainsKey(algorithm.Header))) return new Dictionary<string, string>();
        using RunningChecksum checksum = algorithm.Start();
        foreach (PartRecord part in parts) checksum.Append(Convert.FromBase64String(part.Checksums[algorithm.Header]));
        return new Dictionary<string, string> { [algorithm.Header] = $"{Convert.ToBase64String(checksum.Finish())}-{parts.Count}" };
    }
}
