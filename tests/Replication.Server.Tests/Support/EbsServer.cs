using System.Globalization;
using System.Text.Json;
using Replication.Agent.Server.EbsDirect;
using Replication.Agent.Server.Faults;
using Replication.Agent.Server.Hosting;
using Replication.Core.Snapshots;

namespace Replication.Server.Tests.Support;

/// <summary>A server of the EBS protocol, and its operations as bare requests.</summary>
internal sealed class EbsServer : IAsyncDisposable
{
    private readonly EbsEndpoints _endpoints;

    private EbsServer(TestServer server, EbsEndpoints endpoints)
    {
        Test = server;
        _endpoints = endpoints;
    }

    public TestServer Test { get; }

    public static async Task<EbsServer> StartAsync(EbsOptions? options = null, Func<ServerOptions, ServerOptions>? change = null, IFaultInjector? faults = null)
    {
        EbsEndpoints endpoints = null!;
        TestServer test = await TestServer.StartAsync(
            test => [endpoints = new EbsEndpoints(new RegionRegistry(new ServerRegion("eu-central-1", test.Store)), options, test.Time)], change, faults);
        return new EbsServer(test, endpoints);
    }

    public Task<Answer> SendAsync(HttpMethod method, string path, byte[]? body = null, params (string, string)[] headers) =>
        Test.SendAsync(Test.Request(method, path, body, headers));

    public Task<Answer> StartSnapshotAsync(object body) => SendAsync(HttpMethod.Post, "/snapshots", JsonSerializer.SerializeToUtf8Bytes(body));

    public async Task<string> StartedAsync(object body)
    {
        Answer answer = await StartSnapshotAsync(body);
        Assert.True(answer.Status == 201, answer.Text);
        return answer.Json.GetProperty("SnapshotId").GetString()!;
    }

    public Task<Answer> PutAsync(string id, string index, byte[] data, params (string, string)[] headers)
    {
        var all = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
        {
            ["x-amz-Data-Length"] = data.Length.ToString(CultureInfo.InvariantCulture),
            ["x-amz-Checksum"] = BlockDigest.Compute(data).ToBase64(),
            ["x-amz-Checksum-Algorithm"] = "SHA256",
        };
        foreach (var (name, value) in headers) all[name] = value;
        return SendAsync(HttpMethod.Put, $"/snapshots/{id}/blocks/{index}", data, [.. all.Where(header => header.Value.Length > 0).Select(header => (header.Key, header.Value))]);
    }

    public Task<Answer> CompleteAsync(string id, long changed, params (string, string)[] headers) => SendAsync(
        HttpMethod.Post, $"/snapshots/completion/{id}", [], [("x-amz-ChangedBlocksCount", changed.ToString(CultureInfo.InvariantCulture)), .. headers]);

    /// <summary>A completed snapshot of 1 GiB with these blocks.</summary>
    public async Task<string> MadeAsync(string? parent, params (int Index, byte[] Data)[] blocks)
    {
        string id = await StartedAsync(parent is null ? new { VolumeSize = 1 } : new { VolumeSize = 1, ParentSnapshotId = parent });
        foreach (var (index, data) in blocks) Assert.Equal(201, (await PutAsync(id, $"{index}", data)).Status);
        Assert.Equal(202, (await CompleteAsync(id, blocks.Length)).Status);
        return id;
    }

    public async Task<string> TokenAsync(string id, int index)
    {
        Answer listed = await SendAsync(HttpMethod.Get, $"/snapshots/{id}/blocks?startingBlockIndex={index}");
        JsonElement block = listed.Json.GetProperty("Blocks")[0];
        Assert.Equal(index, block.GetProperty("BlockIndex").GetInt32());
        return block.GetProperty("BlockToken").GetString()!;
    }

    public Task<Answer> GetAsync(string id, string index, string token) => SendAsync(HttpMethod.Get, $"/snapshots/{id}/blocks/{index}?blockToken={Uri.EscapeDataString(token)}");

    public async ValueTask DisposeAsync()
    {
        await Test.Server.StopAsync();
        await _endpoints.DisposeAsync();
        await Test.DisposeAsync();
    }
}
