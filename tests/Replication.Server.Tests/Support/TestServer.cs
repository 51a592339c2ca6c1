using Replication.Agent.Server.Authentication;
using Replication.Agent.Server.Errors;
using Replication.Agent.Server.Faults;
using Replication.Agent.Server.Hosting;
using Replication.Store;

namespace Replication.Server.Tests.Support;

/// <summary>A server on a port of the system's choice over a store in a temporary folder, and a client for it.</summary>
internal sealed class TestServer : IAsyncDisposable
{
    public const string KeyId = "AKIDEXAMPLE";
    public const string Secret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";

    private readonly string _folder = Directory.CreateTempSubdirectory("replication-server-").FullName;

    private TestServer(ManualTime time)
    {
        Time = time;
    }

    public ManualTime Time { get; }

    public string StoreFolder => Path.Combine(_folder, "store");

    public FileSnapshotStore Store { get; private set; } = null!;

    public ReplicationServer Server { get; private set; } = null!;

    public HttpClient Http { get; } = new() { Timeout = TimeSpan.FromSeconds(60) };

    public Uri Address => Server.Addresses[0];

    public static async Task<TestServer> StartAsync(
        Func<TestServer, IReadOnlyList<IServerEndpoints>> endpoints, Func<ServerOptions, ServerOptions>? change = null, IFaultInjector? faults = null)
    {
        var test = new TestServer(new ManualTime());
        test.Store = await FileSnapshotStore.OpenAsync(test.StoreFolder, new StoreOptions { Create = true, TimeProvider = test.Time });
        var options = new ServerOptions
        {
            Regions = new RegionRegistry(new ServerRegion("eu-central-1", test.Store)),
            AccessKeys = new AccessKeySet(new AccessKey(KeyId, Secret), new AccessKey("AKIDSECOND", Secret, "210987654321"), new AccessKey("ASIATEMPORARY", Secret, sessionToken: "the-token")),
            Endpoints = endpoints(test),
            TimeProvider = test.Time,
            Faults = faults,
        };
        try
        {
            test.Server = await ReplicationServer.StartAsync(change?.Invoke(options) ?? options);
            return test;
        }
        catch
        {
            await test.RemoveAsync();
            throw;
        }
    }

    /// <summary>A server that answers with what it is sent, in the three error formats.</summary>
    public static Task<TestServer> StartEchoAsync(Func<ServerOptions, ServerOptions>? change = null) => StartAsync(
        _ => [new EchoEndpoints("ebs", new RestJsonErrorFormat()), new EchoEndpoints("ec2", new QueryErrorFormat()), new EchoEndpoints("s3", new ObjectErrorFormat())], change);

    public Signer Signer(string service = "ebs") => new(KeyId, Secret, Time) { Service = service };

    public HttpRequestMessage Request(HttpMethod method, string path, byte[]? body = null, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(method, new Uri(Address, path));
        if (body is not null) request.Content = new ByteArrayContent(body);
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        return request;
    }

    /// <summary>Signs as the usual key and sends.</summary>
    public async Task<Answer> SendAsync(HttpRequestMessage request, Signer? signer = null, string? payload = null)
    {
        await (signer ?? Signer()).SignAsync(request, payload);
        return await SendSignedAsync(request);
    }

    public async Task<Answer> SendSignedAsync(HttpRequestMessage request)
    {
        using HttpResponseMessage response = await Http.SendAsync(request);
        return await Answer.ReadAsync(response);
    }

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        await RemoveAsync();
    }

    private async Task RemoveAsync()
    {
        Http.Dispose();
        await Store.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
