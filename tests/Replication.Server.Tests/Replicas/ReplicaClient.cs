using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Replication.Core.Snapshots;
using Replication.Server.Tests.Support;

namespace Replication.Server.Tests.Replicas;

/// <summary>A primary, as bare requests; it trusts any server and notes which certificate it saw.</summary>
internal sealed class ReplicaClient : IDisposable
{
    private readonly Uri _address;
    private readonly HttpClient _http;

    public ReplicaClient(Uri address, X509Certificate2? certificate, X509Certificate2[] sent)
    {
        _address = address;
        var handler = new SocketsHttpHandler { UseProxy = false, MaxConnectionsPerServer = 128 };
        handler.SslOptions.TargetHost = ReplicaLab.Host;
        handler.SslOptions.RemoteCertificateValidationCallback = (_, shown, _, _) =>
        {
            ServerThumbprint = shown!.GetCertHashString();
            return true;
        };
        if (certificate is not null) handler.SslOptions.ClientCertificateContext = SslStreamCertificateContext.Create(certificate, [.. sent], offline: true);
        _http = new HttpClient(handler) { Timeout = TimeSpan.FromMinutes(2) };
    }

    public string? ServerThumbprint { get; private set; }

    public (string Id, string Secret, TimeProvider Time)? Key { get; init; }

    public async Task<Answer> SendAsync(string method, string path, byte[]? body = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(_address, "/replication/v1" + path));
        if (body is not null) request.Content = new ByteArrayContent(body);
        foreach (var (name, value) in headers)
        {
            if (!request.Headers.TryAddWithoutValidation(name, value)) request.Content!.Headers.TryAddWithoutValidation(name, value);
        }

        if (Key is { } key) await new Signer(key.Id, key.Secret, key.Time) { Service = "replication", AlsoSigned = [.. headers.Select(header => header.Name)] }.SignAsync(request);
        using HttpResponseMessage response = await _http.SendAsync(request);
        return await Answer.ReadAsync(response);
    }

    public Task<Answer> SendJsonAsync(string method, string path, object body) => SendAsync(method, path, JsonSerializer.SerializeToUtf8Bytes(body));

    public async Task<string> StartAsync(long length, string? parentId = null, string? clientToken = null)
    {
        Answer answer = await SendJsonAsync("POST", "/snapshots", new Dictionary<string, object?> { ["length"] = length, ["parentId"] = parentId, ["clientToken"] = clientToken }.Where(pair => pair.Value is not null).ToDictionary());
        Assert.True(answer.Status == 201, answer.Text);
        return answer.Json.GetProperty("id").GetString()!;
    }

    public Task<Answer> PutAsync(string id, long index, byte[] block) =>
        SendAsync("PUT", $"/snapshots/{id}/blocks/{index}", block, ("x-replication-digest", BlockDigest.Compute(block).ToString()));

    /// <summary>A completed snapshot of one block.</summary>
    public async Task<string> SnapshotAsync(byte[] block, string? parentId = null)
    {
        string id = await StartAsync(block.Length, parentId);
        Assert.Equal(201, (await PutAsync(id, 0, block)).Status);
        Answer completed = await SendJsonAsync("POST", $"/snapshots/{id}/complete", new { changedBlocks = 1 });
        Assert.True(completed.Status == 200, completed.Text);
        return id;
    }

    public void Dispose() => _http.Dispose();
}
