using System.Text.Json;
using Replication.Agent.Server.Faults;
using Replication.Agent.Server.ReplicationV1;
using Replication.Core.Snapshots;

namespace Replication.Server.Tests.Support;

/// <summary>A server of /replication/v1, and bare requests to it.</summary>
internal sealed class V1Server : IAsyncDisposable
{
    private readonly ReplicationV1Endpoints _endpoints;

    private V1Server(TestServer test, ReplicationV1Endpoints endpoints)
    {
        Test = test;
        _endpoints = endpoints;
    }

    public TestServer Test { get; }

    public static async Task<V1Server> StartAsync(IFaultInjector? faults = null)
    {
        ReplicationV1Endpoints endpoints = null!;
        TestServer test = await TestServer.StartAsync(test => [endpoints = new ReplicationV1Endpoints(test.Time)], faults: faults);
        return new V1Server(test, endpoints);
    }

    /// <summary>Signs every header that is given, as the protocol wants.</summary>
    public Task<Answer> SendAsync(string method, string path, byte[]? body = null, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(new HttpMethod(method), new Uri(Test.Address, "/replication/v1" + path)) { Content = new ByteArrayContent(body ?? []) };
        foreach (var (name, value) in headers)
        {
            if (!request.Headers.TryAddWithoutValidation(name, value)) request.Content.Headers.TryAddWithoutValidation(name, value);
        }

        return Test.SendAsync(request, new Signer(TestServer.KeyId, TestServer.Secret, Test.Time) { Service = "replication", AlsoSigned = [.. headers.Select(header => header.Name)] });
    }

    public Task<Answer> SendJsonAsync(string method, string path, object body) => SendAsync(method, path, JsonSerializer.SerializeToUtf8Bytes(body));

    public async Task<string> StartedAsync(object body)
    {
        Answer answer = await SendJsonAsync("POST", "/snapshots", body);
        Assert.True(answer.Status == 201, answer.Text);
        return answer.Json.GetProperty("id").GetString()!;
    }

    public Task<Answer> PutAsync(string id, long index, byte[] block, byte[]? encoded = null, string? encoding = null)
    {
        List<(string, string)> headers = [("x-replication-digest", BlockDigest.Compute(block).ToString())];
        if (encoding is not null) headers.Add(("Content-Encoding", encoding));
        return SendAsync("PUT", $"/snapshots/{id}/blocks/{index}", encoded ?? block, [.. headers]);
    }

    public async ValueTask DisposeAsync()
    {
        await Test.Server.StopAsync();
        await _endpoints.DisposeAsync();
        await Test.DisposeAsync();
    }
}
