using System.Globalization;
using Microsoft.AspNetCore.Http;
using Replication.Agent.S3.Storage;

namespace Replication.Agent.S3.Operations;

/// <summary>GetObject and, without the content, HeadObject.</summary>
internal static class GetObject
{
    private const int BufferSize = 256 * 1024;

    public static async Task RunAsync(S3Request request, bool withContent)
    {
        Bucket bucket = request.Bucket();
        using FileStream file = Open(bucket, request.Key, out ObjectRecord item);
        if (request.Header("If-Match") is { } match && !WriteCondition.Matches(match, item)) throw S3Refusals.PreconditionFailed("If-Match");
        if (request.Header("If-None-Match") is { } none && WriteCondition.Matches(none, item))
        {
            request.Response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        var (start, length) = (0L, item.Length);
        bool isWhole = request.Header("Range") is not { } range || !TryParse(range, item.Length, out start, out length);
        bool wantsChecksums = isWhole && string.Equals(request.Header("x-amz-checksum-mode"), "ENABLED", StringComparison.OrdinalIgnoreCase);
        ObjectHeaders.Write(request, item, wantsChecksums);
        request.Response.ContentLength = length;
        if (!isWhole)
        {
            request.Response.StatusCode = StatusCodes.Status206PartialContent;
            request.Response.Headers.ContentRange = $"bytes {start}-{start + length - 1}/{item.Length}";
        }

        if (withContent) await CopyAsync(request, file, start, length);
    }

    /// <summary>Opened before anything else: from then on a replacement or deletion does not take the content away.</summary>
    private static FileStream Open(Bucket bucket, string key, out ObjectRecord item)
    {
        while (true)
        {
            item = bucket.Find(key) ?? throw S3Refusals.NoSuchKey(key);
            try
            {
                return new FileStream(bucket.BodyPath(item.Body), FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
            }
            catch (FileNotFoundException) when (bucket.Find(key)?.Body != item.Body)
            {
                // Replaced between the look and the opening: look again.
            }
        }
    }

    private static async Task CopyAsync(S3Request request, FileStream file, long start, long length)
    {
        var buffer = new byte[BufferSize];
        file.Position = start;
        while (length > 0)
        {
            int read = await file.ReadAsync(buffer.AsMemory(0, (int)Math.Min(buffer.Length, length)), request.Aborted);
            if (read == 0) throw new EndOfStreamException($"{file.Name} is shorter than its record says.");
            await request.Response.Body.WriteAsync(buffer.AsMemory(0, read), request.Aborted);
            length -= read;
        }
    }

    /// <summary>bytes=a-b, bytes=a- or bytes=-n. False for what is no such range, which HTTP says to ignore.</summary>
    private static bool TryParse(string header, long total, out long start, out long length)
    {
        (start, length) = (0, total);
        if (!header.StartsWith("bytes=", StringComparison.Ordinal) || header["bytes=".Length..].Split('-') is not [var from, var to]) return false;
        long? first = Number(from), last = Number(to);
        if ((first is null && from.Length > 0) || (last is null && to.Length > 0) || (first is null && last is null) || last < first) return false;
        start = first ?? Math.Max(0, total - last!.Value);
        long end = first is null ? total : Math.Min((last ?? long.MaxValue - 1) + 1, total);
        length = end - start;
        return length > 0 ? true : throw S3Refusals.Refuse(416, "InvalidRange", "The requested range is not satisfiable");
    }

    private static long? Number(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? number : null;
}
