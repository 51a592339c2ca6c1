using System.Security.Cryptography.X509Certificates;
using Amazon.EBS;
using Amazon.EC2;
using Amazon.Runtime;
using Replication.Agent.Ec2;
using Replication.Agent.Server.Authentication;
using Replication.Agent.Server.Faults;
using Replication.Agent.Server.Hosting;
using Replication.Aws.Ec2;
using Replication.Aws.Sessions;
using Replication.Aws.Snapshots;
using Replication.Aws.Snapshots.Ec2;
using Replication.Aws.Tests.Support;
using Replication.Store;

namespace Replication.Aws.Tests.Server;

/// <summary>The project's own server on a port of the system's choice, and a session to it.</summary>
internal sealed class LocalEbs : IAsyncDisposable
{
    public const string Account = "123456789012";
    public const string Region = "eu-central-1";

    private readonly TemporaryDirectory _folder;
    private readonly FileSnapshotStore _store;
    private readonly StoreServer _server;
    private readonly AwsSession _session;
    private readonly AmazonEBSClient _client;
    private readonly AmazonEC2Client _ec2;

    private LocalEbs(TemporaryDirectory folder, FileSnapshotStore store, StoreServer server, X509Certificate2? certificate)
    {
        _folder = folder;
        _store = store;
        _server = server;
        var settings = new Dictionary<string, string> { ["region"] = Region, ["serviceUrl"] = Address.AbsoluteUri };
        if (certificate is not null)
        {
            settings["caFile"] = Path.Combine(folder.Path, "ca.pem");
            File.WriteAllText(settings["caFile"], certificate.ExportCertificatePem());
        }

        _session = AwsSession.Open(AwsSessionSettings.Parse("local", settings), new BasicAWSCredentials("AKIDEXAMPLE", "secret-of-the-test"));
        _client = _session.CreateEbsClient();
        _ec2 = _session.CreateEc2Client();
    }

    public Uri Address => _server.Server.Addresses[0];

    public AmazonEBSClient Client => _client;

    public IEc2SnapshotOperations Ec2 => new Ec2SnapshotOperations(_ec2);

    /// <param name="certificate">Serves over TLS with it, and trusts it as the only authority.</param>
    /// <param name="faults">What goes wrong.</param>
    public static async Task<LocalEbs> StartAsync(X509Certificate2? certificate = null, IFaultInjector? faults = null)
    {
        var folder = new TemporaryDirectory();
        FileSnapshotStore store = await FileSnapshotStore.OpenAsync(Path.Combine(folder.Path, "store"), new StoreOptions { Create = true });
        StoreServer server = await CloudServer.StartAsync(folder.Path, new ServerOptions
        {
            Regions = new RegionRegistry(new ServerRegion(Region, store)),
            AccessKeys = new AccessKeySet(new AccessKey("AKIDEXAMPLE", "secret-of-the-test", Account)),
            Endpoints = [],
            Listen = [new Uri(certificate is null ? "http://127.0.0.1:0" : "https://127.0.0.1:0")],
            Certificate = certificate,
            Faults = faults,
        });
        return new LocalEbs(folder, store, server, certificate);
    }

    /// <param name="time">Clock of the store's waits.</param>
    public Task<EbsSnapshotStore> OpenStoreAsync(TimeProvider? time = null) => EbsSnapshotStore.OpenAsync(
        new EbsStoreOptions { AccountId = Account, Region = Region, StateFolder = Path.Combine(_folder.Path, "workspace") }, _client, Ec2, time);

    public async ValueTask DisposeAsync()
    {
        _ec2.Dispose();
        _client.Dispose();
        _session.Dispose();
        await _server.DisposeAsync();
        await _store.DisposeAsync();
        _folder.Dispose();
    }
}
