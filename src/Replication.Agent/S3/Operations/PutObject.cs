using Replication.Agent.S3.Storage;

namespace Replication.Agent.S3.Operations;

internal static class PutObject
{
    private const int MaximumKey = 1024;

    public static async Task RunAsync(S3Request request)
    {
        if (request.Header("x-amz-copy-source") is not null) throw S3Refusals.NotImplemented("CopyObject");
        CheckKey(request.Key);
        Bucket bucket = request.Bucket();
        Action<ObjectRecord?> condition = WriteCondition.Read(request);

        // Before the body as well: a large one need not come to be refused.
        condition(bucket.Find(request.Key));
        IReadOnlyDictionary<string, string> headers = ObjectHeaders.Read(request);
        StoredBody body = await new BodyReceiver(request, bucket).ReceiveAsync();
        var item = new ObjectRecord
        {
            Key = request.Key,
            Body = body.Name,
            Length = body.Length,
            ETag = body.ETag,
            LastModified = request.Now,
            Headers = headers,
            Checksums = body.Checksums,
        };
        Commit(bucket, item, condition);
        request.Response.Headers.ETag = $"\"{item.ETag}\"";
        foreach (var (name, value) in item.Checksums) request.Response.Headers[name] = value;
    }

    public static void CheckKey(string key)
    {
        if (System.Text.Encoding.UTF8.GetByteCount(key) > MaximumKey) throw S3Refusals.Refuse(400, "KeyTooLongError", $"A key has at most {MaximumKey} bytes.");
    }

    /// <summary>The content goes again when the object does not take it.</summary>
    public static void Commit(Bucket bucket, ObjectRecord item, Action<ObjectRecord?> condition)
    {
        try
        {
            bucket.Put(item, condition);
        }
        catch
        {
            File.Delete(bucket.BodyPath(item.Body));
            throw;
        }
    }
}
