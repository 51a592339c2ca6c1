using System.Net;
using System.Text.Json.Nodes;
using System.Web;

namespace Replication.Aws.Tests.Ebs;

/// <summary>The fake service behind an HttpClient: routes, headers and faults, without a socket.</summary>
internal sealed class FakeEbsHandler(FakeEbsService service) : HttpMessageHandler
{
    private int _calls;
    private int _running;

    /// <summary>Given the operation and the number of its call, from 1; null lets the call through.</summary>
    public Func<string, int, FakeFault?>? Faults { get; set; }

    /// <summary>Runs before each call that is let through.</summary>
    public Func<string, CancellationToken, Task>? Before { get; set; }

    public Dictionary<string, int> Calls { get; } = [];

    /// <summary>Calls that have not ended yet.</summary>
    public int Running => Volatile.Read(ref _running);

    public int TotalCalls => Volatile.Read(ref _calls);

    public List<HttpRequestMessage> Requests { get; } = [];

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _running);
        Interlocked.Increment(ref _calls);
        try
        {
            return await AnswerAsync(request, cancellationToken);
        }
        finally
        {
            Interlocked.Decrement(ref _running);
        }
    }

    private static string? Header(HttpRequestMessage request, string name) => request.Headers.TryGetValues(name, out var values) ? values.Single() : null;

    private async Task<HttpResponseMessage> AnswerAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        string[] path = request.RequestUri!.AbsolutePath.Split('/', StringSplitOptions.RemoveEmptyEntries);
        string operation = Operation(request.Method.Method, path);
        FakeFault? fault;
        lock (Calls)
        {
            Requests.Add(request);
            Calls[operation] = Calls.GetValueOrDefault(operation) + 1;
            fault = Faults?.Invoke(operation, Calls[operation]);
        }

        if (Before is { } before) await before(operation, cancellationToken);
        byte[] body = request.Content is null ? [] : await request.Content.ReadAsByteArrayAsync(cancellationToken);
        if (fault is { DropsBefore: true }) throw new HttpRequestException("The connection was reset before the request had its effect.");
        if (fault?.Answer is { } planned) return ToResponse(planned, request);
        FakeAnswer answer = Run(operation, path, request, body);
        if (fault is { DropsAfter: true }) throw new HttpRequestException("The connection was reset after the request had its effect.");
        if (fault is { CutsBody: true }) answer = answer with { Body = answer.Body[..(answer.Body.Length / 2)] };
        if (fault is { DamagesBody: true })
        {
            byte[] damaged = (byte[])answer.Body.Clone();
            damaged[damaged.Length / 2] ^= 1;
            answer = answer with { Body = damaged };
        }

        return ToResponse(answer, request);
    }

    private static string Operation(string method, string[] path) => (method, path) switch
    {
        ("POST", ["snapshots"]) => "StartSnapshot",
        ("POST", ["snapshots", "completion", _]) => "CompleteSnapshot",
        ("PUT", ["snapshots", _, "blocks", _]) => "PutSnapshotBlock",
        ("GET", ["snapshots", _, "blocks"]) => "ListSnapshotBlocks",
        ("GET", ["snapshots", _, "changedblocks"]) => "ListChangedBlocks",
        ("GET", ["snapshots", _, "blocks", _]) => "GetSnapshotBlock",
        _ => throw new InvalidOperationException($"{method} /{string.Join('/', path)} is no operation of EBS direct."),
    };

    private static HttpResponseMessage ToResponse(FakeAnswer answer, HttpRequestMessage request)
    {
        var response = new HttpResponseMessage((HttpStatusCode)answer.Status) { Content = new ByteArrayContent(answer.Body), RequestMessage = request };
        response.Headers.Add("x-amzn-RequestId", "00000000-0000-0000-0000-000000000001");
        if (answer.ErrorType is not null) response.Headers.Add("x-amzn-ErrorType", answer.ErrorType);
        if (answer.Checksum is null) return response;
        response.Headers.Add("x-amz-Checksum", answer.Checksum);
        response.Headers.Add("x-amz-Checksum-Algorithm", "SHA256");
        if (answer.Status == 200) response.Headers.Add("x-amz-Data-Length", "524288");
        return response;
    }

    private FakeAnswer Run(string operation, string[] path, HttpRequestMessage request, byte[] body)
    {
        var query = HttpUtility.ParseQueryString(request.RequestUri!.Query);
        int Number(string name, int missing) => query[name] is { } text ? int.Parse(text, System.Globalization.CultureInfo.InvariantCulture) : missing;
        return operation switch
        {
            "StartSnapshot" => service.Start(JsonNode.Parse(body)!.AsObject()),
            "CompleteSnapshot" => service.Complete(
                path[2], int.Parse(Header(request, "x-amz-ChangedBlocksCount")!, System.Globalization.CultureInfo.InvariantCulture), Header(request, "x-amz-Checksum")),
            "PutSnapshotBlock" => service.Put(
                path[1], int.Parse(path[3], System.Globalization.CultureInfo.InvariantCulture), body,
                Header(request, "x-amz-Checksum"), Header(request, "x-amz-Checksum-Algorithm"), Header(request, "x-amz-Data-Length")),
            "ListSnapshotBlocks" => service.ListBlocks(path[1], Number("startingBlockIndex", 0), query["pageToken"], Number("maxResults", 10_000)),
            "ListChangedBlocks" => service.ListChanged(
                query["firstSnapshotId"]!, path[1], Number("startingBlockIndex", 0), query["pageToken"], Number("maxResults", 10_000)),
            _ => service.Get(path[1], int.Parse(path[3], System.Globalization.CultureInfo.InvariantCulture), query["blockToken"]),
        };
    }
}
