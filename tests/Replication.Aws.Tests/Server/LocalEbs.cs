using System.Security.Cryptography.X509Certificates;
using Amazon.EBS;
using Amazon.Runtime;
using Replication.Agent.Server.Authentication;
using Replication.Agent.Server.EbsDirect;
using Replication.Agent.Server.Faults;
using Replication.Agent.Server.Hosting;
using Replication.Aws.Sessions;
using Replication.Aws.Snapshots;
using Replication.Aws.Tests.Support;
using Replication.Store;

namespace Replication.Aws.Tests.Server;

/// <summary>The project's own server on a port of the system's choice, and a session to it.</summary>
internal sealed class LocalEbs : IAsyncDisposable
{
    public const string Account = "123456789012";
    public const string Region = "eu-central-1";

    private readonly TemporaryDirectory _folder = new();
    private readonly FileSnapshotStore _store;
    private readonly EbsEndpoints _endpoints;
    private readonly ReplicationServer _server;
    private readonly AwsSession _session;
    private readonly AmazonEBSClient _client;

    private LocalEbs(TemporaryDirectory folder, FileSnapshotStore store, EbsEndpoints endpoints, ReplicationServer server, X509Certificate2? certificate)
    {
        _folder = folder;
        _store = store;
        _endpoints = endpoints;
        _server = server;
        var settings = new Dictionary<string, string> { ["region"] = Region, ["serviceUrl"] = server.Addresses[0].AbsoluteUri };
        if (certificate is not null)
        {
            settings["caFile"] = Path.Combine(folder.Path, "ca.pem");
            File.WriteAllText(settings["caFile"], certificate.ExportCertificatePem());
        }

        _session = AwsSession.Open(AwsSessionSettings.Parse("local", settings), new BasicAWSCredentials("AKIDEXAMPLE", "secret-of-the-test"));
        _client = _session.CreateEbsClient();
        Ec2 = new StoreEc2(store);
    }

    public StoreEc2 Ec2 { get; }

    public Uri Address => _server.Addresses[0];

    public AmazonEBSClient Client => _client;

    /// <param name="certificate">Serves over TLS with it, and trusts it as the only authority.</param>
    /// <param name="faults">What goes wrong.</param>
    public static async Task<LocalEbs> StartAsync(X509Certificate2? certificate = null, IFaultInjector? faults = null)
    {
        var folder = new TemporaryDirectory();
        FileSnapshotStore store = await FileSnapshotStore.OpenAsync(Path.Combine(folder.Path, "store"), new StoreOptions { Create = true });
        var regions = new RegionRegistry(new ServerRegion(Region, store));
        var endpoints = new EbsEndpoints(regions);
        ReplicationServer server = await ReplicationServer.StartAsync(new ServerOptions
        {
            Regions = regions,
            AccessKeys = new AccessKeySet(new AccessKey("AKIDEXAMPLE", "secret-of-the-test", Account)),
            Endpoints = [endpoints],
            Listen = [new Uri(certificate is null ? "http://127.0.0.1:0" : "https://127.0.0.1:0")],
            Certificate = certificate,
            Faults = faults,
        });
        return new LocalEbs(folder, store, endpoints, server, certificate);
    }

    /// <param name="time">Clock of the store's waits.</param>
    public Task<EbsSnapshotStore> OpenStoreAsync(TimeProvider? time = null) => EbsSnapshotStore.OpenAsync(
        new EbsStoreOptions { AccountId = Account, Region = Region, StateFolder = Path.Combine(_folder.Path, "workspace") }, _client, Ec2, time);

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        _session.Dispose();
        await _server.DisposeAsync();
        await _endpoints.DisposeAsync();
        await _store.DisposeAsync();
        _folder.Dispose();
    }
}
