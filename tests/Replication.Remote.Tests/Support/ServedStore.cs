using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Replication.Agent.Server.Authentication;
using Replication.Agent.Server.Faults;
using Replication.Agent.Server.Hosting;
using Replication.Core.Snapshots;
using Replication.Remote.Authentication;
using Replication.Remote.Calls;
using Replication.Remote.Manifests;
using Replication.Remote.Snapshots;
using Replication.Runtime;

namespace Replication.Remote.Tests.Support;

/// <summary>A store in a temporary folder behind the project's own server, and clients of it.</summary>
internal sealed class ServedStore : IAsyncDisposable
{
    public const string KeyId = "AKREMOTE";
    public const string Secret = "secret/of+the=remote";

    private readonly string _folder = Directory.CreateTempSubdirectory("replication-remote-").FullName;
    private readonly List<IDisposable> _connections = [];
    private StoreServer _server = null!;

    private ServedStore()
    {
    }

    public string MachineFolder => Path.Combine(_folder, "machines");

    /// <summary>Disk of a machine that the server made.</summary>
    public string DiskOf(string machine) => Path.Combine(MachineFolder, machine, "disk0.raw");

    /// <summary>Settings of a site behind this server.</summary>
    /// <param name="folder">Takes the file of its key.</param>
    /// <param name="address">Where it is reached; the server's own address when it is left out.</param>
    public Dictionary<string, string> Settings(string folder, Uri? address = null)
    {
        string keys = Path.Combine(folder, "keys.json");
        File.WriteAllText(keys, JsonSerializer.Serialize(new { keys = new[] { new { accessKeyId = KeyId, secretAccessKey = Secret } } }));
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(keys, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return new Dictionary<string, string> { ["url"] = (address ?? Address).ToString(), ["keys"] = keys };
    }

    public IReplicaStorage Store { get; private set; } = null!;

    public Uri Address => _server.Server.Addresses[0];

    public static async Task<ServedStore> StartAsync(IFaultInjector? faults = null, bool machines = false)
    {
        var served = new ServedStore();
        served.Store = await Tools.OpenStoreAsync(Path.Combine(served._folder, "store"), StoreAccess.Create, CancellationToken.None);
        served._server = await StoreServer.StartAsync(new ServerOptions
        {
            Regions = new RegionRegistry(new ServerRegion("local", served.Store)
            {
                Machines = machines ? Tools.OpenMachines(served.MachineFolder, NullLoggerFactory.Instance, "none") : null,
            }),
            AccessKeys = new AccessKeySet(new AccessKey(KeyId, Secret)),
            Endpoints = [],
            Faults = faults,
        });
        return served;
    }

    public RemoteConnection Connect(Func<RemoteOptions, RemoteOptions>? change = null) => Connection(Options(change));

    public RemoteOptions Options(Func<RemoteOptions, RemoteOptions>? change = null)
    {
        var options = new RemoteOptions
        {
            Address = Address,
            Authentication = new SignatureAuthentication(KeyId, Secret, null, "local"),
            Trust = ServerTrust.Read(null),
            UseProxy = false,
            RepeatFor = TimeSpan.FromMinutes(1),
        };
        return change?.Invoke(options) ?? options;
    }

    public async Task<RemoteSnapshotStore> OpenAsync(Func<RemoteOptions, RemoteOptions>? change = null)
    {
        RemoteOptions options = Options(change);
        return await RemoteSnapshotStore.OpenAsync(Connection(options), options);
    }

    public RemoteManifestStore OpenManifests() => new(Connect());

    public async ValueTask DisposeAsync()
    {
        foreach (IDisposable connection in _connections) connection.Dispose();
        await _server.DisposeAsync();
        await Store.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private RemoteConnection Connection(RemoteOptions options)
    {
        var connection = new RemoteConnection(options, TimeProvider.System);
        _connections.Add(connection);
        return connection;
    }
}
