using Replication.Agent.S3.Checksums;

namespace Replication.Agent.S3.Storage;

/// <summary>
/// Takes a body into a file of the bucket and checks it against everything that the client said about it: its MD5, and
/// the checksums in headers or in the trailers of a streamed body.
/// </summary>
internal sealed class BodyReceiver(S3Request request, Bucket bucket)
{
    private const int BufferSize = 256 * 1024;

    public async Task<StoredBody> ReceiveAsync()
    {
        Dictionary<string, RunningChecksum> running = Wanted().ToDictionary(item => item.Header, item => item.Start(), StringComparer.OrdinalIgnoreCase);
        using var md5 = RunningChecksum.Of(System.Security.Cryptography.HashAlgorithmName.MD5);
        string name = Guid.NewGuid().ToString("n");
        try
        {
            long length = await CopyAsync(bucket.BodyPath(name), [md5, .. running.Values]);
            var body = new StoredBody(
                name, length, md5.Finish(), running.ToDictionary(item => item.Key.ToLowerInvariant(), item => Convert.ToBase64String(item.Value.Finish()), StringComparer.Ordinal));
            Check(body);
            return body;
        }
        catch
        {
            File.Delete(bucket.BodyPath(name));
            throw;
        }
        finally
        {
            foreach (RunningChecksum checksum in running.Values) checksum.Dispose();
        }
    }

    private async Task<long> CopyAsync(string path, IReadOnlyList<RunningChecksum> checksums)
    {
        long length = 0;
        var buffer = new byte[BufferSize];
        await using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None);
        for (int read; (read = await request.Server.Payload.Content.ReadAsync(buffer, request.Aborted)) > 0; length += read)
        {
            foreach (RunningChecksum checksum in checksums) checksum.Append(buffer.AsMemory(0, read));
            await file.WriteAsync(buffer.AsMemory(0, read), request.Aborted);
        }

        file.Flush(flushToDisk: true);
        return length;
    }

    /// <summary>Algorithms of the headers that are there, of the trailers that are announced, and the one asked for by name.</summary>
    private IEnumerable<ChecksumAlgorithm> Wanted()
    {
        IEnumerable<string> names = request.Http.Headers.Keys.Concat((request.Header("x-amz-trailer") ?? "").Split(',', StringSplitOptions.TrimEntries));
        IEnumerable<ChecksumAlgorithm> found = names.Select(ChecksumAlgorithm.OfHeader).OfType<ChecksumAlgorithm>();
        if (request.Header("x-amz-sdk-checksum-algorithm") is { } asked) found = found.Append(ChecksumAlgorithm.Get(asked));
        return found.Distinct();
    }

    private void Check(StoredBody body)
    {
        if (request.Header("Content-MD5") is { } md5)
        {
            if (md5.Length != 24) throw S3Refusals.InvalidDigest("Content-MD5");
            if (md5 != Convert.ToBase64String(body.Md5)) throw S3Refusals.BadDigest("Content-MD5");
        }

        foreach (var (header, value) in body.Checksums)
        {
            string? said = request.Header(header)
                ?? request.Server.Payload.Trailers.FirstOrDefault(trailer => trailer.Key.Equals(header, StringComparison.OrdinalIgnoreCase)).Value;
            if (said is not null && said != value) throw S3Refusals.BadDigest(header);
        }
    }
}
