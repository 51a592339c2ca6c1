using Replication.Agent.S3.Operations;
using Replication.Agent.S3.Storage;
using Replication.Agent.Server.Errors;
using Replication.Agent.Server.Hosting;

namespace Replication.Agent.S3;

/// <summary>
/// The part of S3 that keeps documents and images for a drill: buckets, objects with conditional writes and checksums,
/// ranges, listings and multipart uploads. Objects are files; a write is there whole or not at all.
/// </summary>
public sealed class S3Endpoints : IServerEndpoints
{
    private const long LargestBody = 5L << 30;

    // Chunk signatures and trailers of a streamed body.
    private const long Framing = 16L << 20;

    private readonly Buckets _buckets;
    private readonly TimeProvider _time;

    public S3Endpoints(string directory, TimeProvider time)
    {
        _buckets = new Buckets(Path.Combine(Path.GetFullPath(directory), "s3"));
        _time = time;
    }

    /// <summary>For those in this server that read objects without a request.</summary>
    internal ObjectFiles Files => new(_buckets);

    public string Service => "s3";

    public IErrorFormat Errors { get; } = new ObjectErrorFormat();

    public long MaxBodyLength => LargestBody + Framing;

    public bool AcceptsUnsignedPayload(string method) => false;

    public async Task HandleAsync(ServerRequest request)
    {
        var call = new S3Request(request, _buckets, _time);
        var (operation, run) = Route(call);
        await request.EnterAsync(operation, call.Key.Length > 0 ? call.Key : call.BucketName);
        await run(call);
    }

    private static (string Operation, Func<S3Request, Task> Run) Route(S3Request call) => call switch
    {
        { BucketName: "" } => call.Http.Method == "GET" ? ("ListBuckets", BucketOperations.ListAsync) : throw Unknown(call),
        { Key: "" } => RouteBucket(call),
        _ => RouteObject(call),
    };

    private static (string Operation, Func<S3Request, Task> Run) RouteBucket(S3Request call)
    {
        string? setting = BucketSettings.NameIn(call);
        return call.Http.Method switch
        {
            "PUT" when setting is not null => ($"PutBucket/{setting}", request => BucketSettings.PutAsync(request, setting)),
            "GET" when setting is not null => ($"GetBucket/{setting}", request => BucketSettings.GetAsync(request, setting)),
            "DELETE" when setting is not null => ($"DeleteBucket/{setting}", request => BucketSettings.DeleteAsync(request, setting)),
            "GET" when call.Has("location") => ("GetBucketLocation", BucketOperations.LocationAsync),
            "GET" when call.Has("uploads") => ("ListMultipartUploads", ListUploads.RunAsync),
            "GET" when call.Has("list-type") || call.Http.Query.Count == 0 => ("ListObjectsV2", ListObjects.RunAsync),
            "PUT" when !HasSubresource(call) => ("CreateBucket", BucketOperations.CreateAsync),
            "HEAD" => ("HeadBucket", BucketOperations.HeadAsync),
            "DELETE" when !HasSubresource(call) => ("DeleteBucket", BucketOperations.DeleteAsync),
            _ => throw Unknown(call),
        };
    }

    private static (string Operation, Func<S3Request, Task> Run) RouteObject(S3Request call) => call.Http.Method switch
    {
        "GET" when call.Has("uploadId") => ("ListParts", ListUploads.PartsAsync),
        "POST" when call.Has("uploads") => ("CreateMultipartUpload", MultipartOperations.CreateAsync),
        "POST" when call.Has("uploadId") => ("CompleteMultipartUpload", CompleteMultipart.RunAsync),
        "PUT" when call.Has("uploadId") => ("UploadPart", MultipartOperations.UploadPartAsync),
        "DELETE" when call.Has("uploadId") => ("AbortMultipartUpload", MultipartOperations.AbortAsync),
        "PUT" when !HasSubresource(call) => ("PutObject", PutObject.RunAsync),
        "GET" when !HasSubresource(call) => ("GetObject", request => GetObject.RunAsync(request, withContent: true)),
        "HEAD" => ("HeadObject", request => GetObject.RunAsync(request, withContent: false)),
        "DELETE" when !HasSubresource(call) => ("DeleteObject", DeleteObject.RunAsync),
        _ => throw Unknown(call),
    };

    /// <summary>Anything but the operation's own name, which some clients add, would be another operation.</summary>
    private static bool HasSubresource(S3Request call) => call.Http.Query.Keys.Any(key => key != "x-id");

    private static ServiceException Unknown(S3Request call) => S3Refusals.NotImplemented($"{call.Http.Method} with {call.Http.QueryString}");
}
