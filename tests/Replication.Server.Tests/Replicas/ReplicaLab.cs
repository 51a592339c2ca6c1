using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Logging.Abstractions;
using Replication.Agent.Server.Hosting;
using Replication.Agent.Server.Replicas;
using Replication.Catalog;
using Replication.Core.Catalog;
using Replication.Core.Replicas;
using Replication.Core.Replicas.Certificates;
using Replication.Runtime;
using Replication.Server.Tests.Support;
using Replication.Tests.Certificates;

namespace Replication.Server.Tests.Replicas;

/// <summary>A workspace whose agent is a replica server on ports of the system's choice, and the authority of its certificates.</summary>
internal sealed class ReplicaLab : IAsyncDisposable
{
    public const string Host = "replica.contoso.com";

    private readonly Workspace _workspace;
    private readonly List<IDisposable> _clients = [];

    private ReplicaLab(string folder, Workspace workspace)
    {
        Folder = folder;
        _workspace = workspace;
        Authority = new TestAuthority(Time.GetUtcNow());
    }

    public string Folder { get; }

    public ManualTime Time { get; } = new();

    public TestAuthority Authority { get; }

    public ReplicaServerCatalog Catalog => _workspace.Service.ReplicaServer;

    public ReplicaListener Listener { get; private set; } = null!;

    /// <summary>A storage location, made.</summary>
    public string Location(string name = "replicas") => Directory.CreateDirectory(Path.Combine(Folder, name)).FullName;

    /// <summary>Not listening yet; the server's certificate and its trust anchors are in files.</summary>
    public static async Task<ReplicaLab> CreateAsync()
    {
        string folder = Directory.CreateTempSubdirectory("replication-replica-").FullName;
        var lab = new ReplicaLab(folder, await Workspace.OpenAsync(new WorkspaceOptions { Folder = Path.Combine(folder, "workspace"), Catalog = null }));
        lab.WriteCertificate("server.pfx", Host);
        File.WriteAllText(lab.PathOf("anchors.pem"), lab.Authority.Certificate.ExportCertificatePem());
        return lab;
    }

    /// <summary>Listens, enabled, for certificates; further settings as asked for.</summary>
    public static async Task<ReplicaLab> StartAsync(ReplicaServerChange? change = null, ServerLimits? limits = null)
    {
        ReplicaLab lab = await CreateAsync();
        await lab.EnableAsync(change);
        await lab.ListenAsync(limits);
        return lab;
    }

    /// <summary>Enabled, for certificates unless the change says otherwise.</summary>
    public async Task EnableAsync(ReplicaServerChange? change = null)
    {
        await SetAsync(new ReplicaServerChange
        {
            Enabled = true,
            Address = "127.0.0.1",
            HttpsPort = 0,
            HttpPort = 0,
            Certificate = PathOf("server.pfx"),
            TrustAnchors = PathOf("anchors.pem"),
        });
        if (change is not null) await SetAsync(change);
    }

    public string PathOf(string name) => Path.Combine(Folder, name);

    public Task<ReplicaServerSettings> SetAsync(ReplicaServerChange change) => Catalog.SetAsync(change.Apply);

    public Task<ReplicationAuthorization> AuthorizeAsync(string primary, string trustGroup, string location = "replicas") =>
        Catalog.AddAuthorizationAsync(primary, AuthorizationRole.Primary, Location(location), trustGroup);

    public async Task ListenAsync(ServerLimits? limits = null) => Listener = await ReplicaListener.StartAsync(
        await Catalog.GetAsync(), Catalog, _workspace.Stores, Time, NullLoggerFactory.Instance, limits);

    /// <summary>What the part of the agent does when settings have changed.</summary>
    public async Task<bool> ApplyAsync() => Listener.TryApply(await Catalog.GetAsync());

    public string WriteCertificate(string name, string host)
    {
        using X509Certificate2 certificate = Authority.Issue(host, alternativeNames: [host, "127.0.0.1"]);
        File.WriteAllBytes(PathOf(name), certificate.Export(X509ContentType.Pkcs12));
        return certificate.Thumbprint;
    }

    /// <summary>A primary that shows this certificate; none for one without.</summary>
    public ReplicaClient Client(X509Certificate2? certificate, params X509Certificate2[] sent) => Keep(new ReplicaClient(AddressOf("https"), certificate, sent));

    /// <summary>A primary of this name with a good certificate.</summary>
    public ReplicaClient Client(string host) => Client(Authority.Issue(host, [TestAuthority.ClientUsage]));

    /// <summary>A primary that signs.</summary>
    public ReplicaClient KeyClient(string scheme, string keyId, string secret) => Keep(new ReplicaClient(AddressOf(scheme), null, []) { Key = (keyId, secret, Time) });

    /// <summary>Somebody in clear who proves nothing.</summary>
    public ReplicaClient PlainClient() => Keep(new ReplicaClient(AddressOf("http"), null, []));

    public Uri AddressOf(string scheme) => Listener.Addresses.Single(address => address.Scheme == scheme);

    /// <summary>Newest first; read beside the workspace.</summary>
    public async Task<IReadOnlyList<AuditEntry>> AuditAsync()
    {
        await using SqliteCatalog catalog = await SqliteCatalog.OpenAsync(PathOf("workspace/catalog.db"), new CatalogOptions { ReadOnly = true });
        return await catalog.ReadAsync((reader, token) => reader.ListAuditAsync(cancellationToken: token));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (IDisposable client in _clients) client.Dispose();
        if (Listener is not null) await Listener.DisposeAsync();
        await _workspace.DisposeAsync();
        Authority.Dispose();
        Directory.Delete(Folder, recursive: true);
    }

    private ReplicaClient Keep(ReplicaClient client)
    {
        _clients.Add(client);
        return client;
    }
}
