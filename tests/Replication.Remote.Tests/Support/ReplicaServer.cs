using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Logging.Abstractions;
using Replication.Agent.Server.Replicas;
using Replication.Core.Replicas;
using Replication.Runtime;
using Replication.Tests.Certificates;

namespace Replication.Remote.Tests.Support;

/// <summary>An agent's replica server with certificates of an authority of its own, and the primaries that it lets in.</summary>
internal sealed class ReplicaServer : IAsyncDisposable
{
    private readonly string _folder;
    private readonly Workspace _workspace;
    private readonly TestAuthority _authority = new(TimeProvider.System.GetUtcNow());
    private ReplicaListener _listener = null!;

    private ReplicaServer(string folder, Workspace workspace)
    {
        _folder = folder;
        _workspace = workspace;
    }

    public Uri Address => _listener.Addresses.Single(address => address.Scheme == "https");

    /// <param name="folder">Takes everything.</param>
    /// <param name="names">Names in the server's certificate.</param>
    public static async Task<ReplicaServer> StartAsync(string folder, params string[] names)
    {
        Directory.CreateDirectory(folder);
        var server = new ReplicaServer(folder, await Workspace.OpenAsync(new WorkspaceOptions { Folder = Path.Combine(folder, "workspace"), Catalog = null }));
        server.Write("server.pfx", names[0], [TestAuthority.ServerUsage], names);
        await File.WriteAllTextAsync(server.PathOf("anchors.pem"), server._authority.Certificate.ExportCertificatePem());
        await server._workspace.Service.ReplicaServer.SetAsync(new ReplicaServerChange
        {
            Enabled = true,
            Address = "127.0.0.1",
            HttpsPort = 0,
            HttpPort = 0,
            Certificate = server.PathOf("server.pfx"),
            TrustAnchors = server.PathOf("anchors.pem"),
        }.Apply);
        ReplicaServerCatalog catalog = server._workspace.Service.ReplicaServer;
        server._listener = await ReplicaListener.StartAsync(await catalog.GetAsync(), catalog, server._workspace.Stores, TimeProvider.System, NullLoggerFactory.Instance);
        return server;
    }

    public string PathOf(string name) => Path.Combine(_folder, name);

    public async Task AuthorizeAsync(string primary, string trustGroup)
    {
        ReplicaServerCatalog catalog = _workspace.Service.ReplicaServer;
        await catalog.AddAuthorizationAsync(primary, AuthorizationRole.Primary, Directory.CreateDirectory(PathOf("replicas")).FullName, trustGroup);
        Assert.True(_listener.TryApply(await catalog.GetAsync()));
    }

    /// <summary>Settings of a site behind this server, for a primary of this name.</summary>
    public Dictionary<string, string> Settings(string primary) => new()
    {
        ["url"] = Address.ToString(),
        ["certificate"] = Write($"{primary}.pfx", primary, [TestAuthority.ClientUsage], [primary]),
        ["trust"] = PathOf("anchors.pem"),
    };

    public async ValueTask DisposeAsync()
    {
        await _listener.DisposeAsync();
        await _workspace.DisposeAsync();
        _authority.Dispose();
    }

    private string Write(string file, string host, string[] usages, string[] names)
    {
        using X509Certificate2 certificate = _authority.Issue(host, usages, alternativeNames: names);
        File.WriteAllBytes(PathOf(file), certificate.Export(X509ContentType.Pkcs12));
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(PathOf(file), UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return PathOf(file);
    }
}
