using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Web;
using Amazon;
using Amazon.Runtime;
using Amazon.S3;
using Replication.Aws.Tests.Support;

namespace Replication.Aws.Tests.Manifests;

/// <summary>Objects with the conditions of S3, atomically, and a place to put faults: before a request is looked at, or after it was carried out.</summary>
internal sealed class MemoryS3 : HttpMessageHandler
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, (byte[] Content, string ETag, Dictionary<string, string> Metadata)> _objects = [];

    public Func<HttpRequestMessage, HttpResponseMessage?> Before { get; set; } = _ => null;

    public Func<HttpRequestMessage, HttpResponseMessage, HttpResponseMessage> After { get; set; } = (_, response) => response;

    public static HttpResponseMessage Refusal(HttpStatusCode status, string code) =>
        new(status) { Content = new StringContent($"<Error><Code>{code}</Code><Message>{code}</Message><RequestId>r</RequestId></Error>", Encoding.UTF8, "application/xml") };

    /// <param name="retries">None where a refusal is what the test wants: the client would only wait before it says so.</param>
    public AmazonS3Client Client(int retries = 1) => new(
        new BasicAWSCredentials("AKIDEXAMPLE", "secret"),
        new AmazonS3Config { RegionEndpoint = RegionEndpoint.EUCentral1, ForcePathStyle = true, MaxErrorRetry = retries, HttpClientFactory = new HandlerFactory(this) });

    /// <summary>What another writer does.</summary>
    public void Replace(string key, byte[] content, params (string Name, string Value)[] metadata)
    {
        lock (_lock) _objects[key] = (content, ETag(content), metadata.ToDictionary(pair => pair.Name, pair => pair.Value));
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        byte[] body = request.Content is null ? [] : await request.Content.ReadAsByteArrayAsync(cancellationToken);
        HttpResponseMessage response;
        lock (_lock) response = Before(request) ?? After(request, Handle(request, body));
        response.RequestMessage = request;
        return response;
    }

    private HttpResponseMessage Handle(HttpRequestMessage request, byte[] body)
    {
        string key = request.RequestUri!.AbsolutePath;
        bool exists = _objects.TryGetValue(key, out var present);
        string? ifMatch = Header(request, "If-Match");
        if (ifMatch is not null && !exists) return Refusal(HttpStatusCode.NotFound, "NoSuchKey");
        if ((ifMatch is not null && ifMatch != present.ETag) || (Header(request, "If-None-Match") == "*" && exists))
            return Refusal(HttpStatusCode.PreconditionFailed, "PreconditionFailed");
        if (request.Method == HttpMethod.Put)
        {
            var metadata = request.Headers.Where(header => header.Key.StartsWith("x-amz-meta-", StringComparison.OrdinalIgnoreCase)).ToDictionary(header => header.Key, header => header.Value.Single());
            _objects[key] = (body, ETag(body), metadata);
            var stored = new HttpResponseMessage(HttpStatusCode.OK);
            stored.Headers.TryAddWithoutValidation("ETag", ETag(body));
            return stored;
        }

        if (request.Method == HttpMethod.Delete)
        {
            _objects.Remove(key);
            return new HttpResponseMessage(HttpStatusCode.NoContent);
        }

        if (request.RequestUri.Query.Contains("list-type=2", StringComparison.Ordinal)) return List(request.RequestUri);
        if (!exists) return Refusal(HttpStatusCode.NotFound, "NoSuchKey");
        var response = new HttpResponseMessage(HttpStatusCode.OK) { Content = new ByteArrayContent(present.Content) };
        response.Headers.TryAddWithoutValidation("ETag", present.ETag);
        foreach ((string name, string value) in present.Metadata) response.Headers.TryAddWithoutValidation(name, value);
        return response;
    }

    /// <summary>Two keys a page, the last one's name as the token.</summary>
    private HttpResponseMessage List(Uri uri)
    {
        var query = HttpUtility.ParseQueryString(uri.Query);
        string bucket = uri.AbsolutePath.TrimEnd('/') + "/";
        string[] keys = [.. _objects.Keys.Where(key => key.StartsWith(bucket, StringComparison.Ordinal)).Select(key => key[bucket.Length..])
            .Where(key => key.StartsWith(query["prefix"] ?? "", StringComparison.Ordinal) && string.CompareOrdinal(key, query["continuation-token"] ?? "") > 0).Order(StringComparer.Ordinal)];
        string[] page = [.. keys.Take(2)];
        string next = keys.Length > page.Length ? $"<IsTruncated>true</IsTruncated><NextContinuationToken>{page[^1]}</NextContinuationToken>" : "<IsTruncated>false</IsTruncated>";
        return new HttpResponseMessage(HttpStatusCode.OK)
        {
            Content = new StringContent($"<ListBucketResult>{string.Concat(page.Select(key => $"<Contents><Key>{key}</Key></Contents>"))}{next}</ListBucketResult>", Encoding.UTF8, "application/xml"),
        };
    }

    private static string ETag(byte[] content) => $"\"{Convert.ToHexStringLower(MD5.HashData(content))}\"";

    private static string? Header(HttpRequestMessage request, string name) =>
        request.Headers.TryGetValues(name, out IEnumerable<string>? values) ? string.Join(",", values) : null;
}
