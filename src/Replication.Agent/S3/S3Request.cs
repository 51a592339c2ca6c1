using Microsoft.AspNetCore.Http;
using Replication.Agent.S3.Storage;
using Replication.Agent.Server.Hosting;

namespace Replication.Agent.S3;

/// <summary>A request with the bucket and key it is about, whichever way the client addresses them.</summary>
internal sealed class S3Request
{
    public S3Request(ServerRequest server, Buckets buckets, TimeProvider time)
    {
        Server = server;
        Buckets = buckets;
        Now = time.GetUtcNow();
        string path = server.Http.Request.Path.Value!.TrimStart('/');
        if (BucketOfHost(server.Http.Request.Host.Host) is { } bucket)
        {
            BucketName = bucket;
            Key = path;
            return;
        }

        int slash = path.IndexOf('/', StringComparison.Ordinal);
        BucketName = slash < 0 ? path : path[..slash];
        Key = slash < 0 ? "" : path[(slash + 1)..];
    }

    public ServerRequest Server { get; }

    public Buckets Buckets { get; }

    public DateTimeOffset Now { get; }

    /// <summary>Empty when the request is about all buckets.</summary>
    public string BucketName { get; }

    /// <summary>Empty when the request is about the bucket.</summary>
    public string Key { get; }

    public HttpRequest Http => Server.Http.Request;

    public HttpResponse Response => Server.Http.Response;

    public CancellationToken Aborted => Server.Aborted;

    public bool Has(string query) => Http.Query.ContainsKey(query);

    public string? Query(string name) => Http.Query.TryGetValue(name, out var value) ? value.ToString() : null;

    public string? Header(string name) => Http.Headers.TryGetValue(name, out var value) ? value.ToString() : null;

    /// <summary>The bucket, if it is there, belongs to the caller and lies in the region that the request was signed for.</summary>
    public Bucket Bucket()
    {
        Bucket bucket = Buckets.Find(BucketName) ?? throw S3Refusals.NoSuchBucket(BucketName);
        bool isExpected = Header("x-amz-expected-bucket-owner") is not { } owner || owner == bucket.Record.AccountId;
        if (bucket.Record.AccountId != Server.AccountId || !isExpected) throw S3Refusals.AccessDenied();
        Response.Headers["x-amz-bucket-region"] = bucket.Record.Region;
        return bucket.Record.Region == Server.Region.Name
            ? bucket
            : throw S3Refusals.Refuse(301, "PermanentRedirect", $"The bucket is in the region {bucket.Record.Region}; sign the request for it.");
    }

    /// <summary>BUCKET.s3.REGION.example or BUCKET.localhost; null when the host names no bucket.</summary>
    private static string? BucketOfHost(string host)
    {
        const string local = ".localhost";
        if (host.EndsWith(local, StringComparison.OrdinalIgnoreCase)) return host[..^local.Length];
        int service = host.IndexOf(".s3.", StringComparison.OrdinalIgnoreCase);
        return service > 0 ? host[..service] : null;
    }
}
