using System.Globalization;
using Microsoft.AspNetCore.Http;
using Replication.Agent.S3.Checksums;
using Replication.Agent.S3.Storage;

namespace Replication.Agent.S3.Operations;

/// <summary>Beginning, filling and giving up a multipart upload.</summary>
internal static class MultipartOperations
{
    private const int MaximumPart = 10_000;

    public static Task CreateAsync(S3Request request)
    {
        PutObject.CheckKey(request.Key);
        Bucket bucket = request.Bucket();
        var upload = new UploadRecord
        {
            Id = Guid.NewGuid().ToString("n"),
            Key = request.Key,
            Initiated = request.Now,
            Headers = ObjectHeaders.Read(request),
            ChecksumAlgorithm = request.Header("x-amz-checksum-algorithm") is { } name ? ChecksumAlgorithm.Get(name).Name : null,
        };
        bucket.Uploads.Add(upload);
        return S3Xml.WriteAsync(request, S3Xml.Group(
            "InitiateMultipartUploadResult", S3Xml.Value("Bucket", bucket.Record.Name), S3Xml.Value("Key", upload.Key), S3Xml.Value("UploadId", upload.Id)));
    }

    public static async Task UploadPartAsync(S3Request request)
    {
        if (request.Header("x-amz-copy-source") is not null) throw S3Refusals.NotImplemented("UploadPartCopy");
        Bucket bucket = request.Bucket();
        UploadRecord upload = bucket.Uploads.Get(request.Query("uploadId")!, request.Key);
        if (!int.TryParse(request.Query("partNumber"), NumberStyles.None, CultureInfo.InvariantCulture, out int number) || number is < 1 or > MaximumPart)
            throw S3Refusals.InvalidArgument($"Part number must be an integer between 1 and {MaximumPart}, inclusive");
        StoredBody body = await new BodyReceiver(request, bucket).ReceiveAsync();
        PartRecord? before = bucket.Uploads.Put(upload.Id, new PartRecord(number, body.Name, body.Length, body.ETag, body.Checksums));
        if (before is not null) File.Delete(bucket.BodyPath(before.Body));
        request.Response.Headers.ETag = $"\"{body.ETag}\"";
        foreach (var (name, value) in body.Checksums) request.Response.Headers[name] = value;
    }

    public static Task AbortAsync(S3Request request)
    {
        Bucket bucket = request.Bucket();
        UploadRecord upload = bucket.Uploads.Get(request.Query("uploadId")!, request.Key);
        Remove(bucket, upload);
        request.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }

    public static void Remove(Bucket bucket, UploadRecord upload)
    {
        IReadOnlyList<PartRecord> parts = bucket.Uploads.Parts(upload.Id);
        bucket.Uploads.Remove(upload.Id);
        foreach (PartRecord part in parts) File.Delete(bucket.BodyPath(part.Body));
    }
}
