using Replication.Agent.Ec2;
using Replication.Agent.Server.Authentication;
using Replication.Agent.Server.Faults;
using Replication.Agent.Server.Hosting;
using Replication.Store;

namespace Replication.Ec2Facade.Tests.Support;

/// <summary>All services over two regions, on a port of the system's choice; can be stopped and started over the same folder.</summary>
internal sealed class Facade : IAsyncDisposable
{
    public const string KeyId = "AKIDEXAMPLE";
    public const string Secret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
    public const string Home = "eu-central-1";
    public const string Away = "us-east-1";

    private readonly TimeProvider _time;
    private readonly Ec2Options _options;
    private readonly IFaultInjector? _faults;
    private readonly List<FileSnapshotStore> _stores = [];
    private StoreServer? _server;

    private Facade(Ec2Options? options, TimeProvider? time, IFaultInjector? faults)
    {
        _options = options ?? new Ec2Options();
        _time = time ?? TimeProvider.System;
        _faults = faults;
    }

    public string Folder { get; } = Directory.CreateTempSubdirectory("replication-ec2-").FullName;

    public Uri Address => _server!.Server.Addresses[0];

    public static async Task<Facade> StartAsync(Ec2Options? options = null, TimeProvider? time = null, IFaultInjector? faults = null)
    {
        var facade = new Facade(options, time, faults);
        await facade.OpenAsync();
        return facade;
    }

    /// <summary>Everything is closed and opened again over the same folder.</summary>
    public async Task RestartAsync()
    {
        await CloseAsync();
        await OpenAsync();
    }

    public async Task CloseAsync()
    {
        if (_server is not null) await _server.DisposeAsync();
        foreach (FileSnapshotStore store in _stores) await store.DisposeAsync();
        _stores.Clear();
        _server = null;
    }

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        Directory.Delete(Folder, recursive: true);
    }

    private async Task OpenAsync()
    {
        foreach (string region in (string[])[Home, Away])
            _stores.Add(await FileSnapshotStore.OpenAsync(Path.Combine(Folder, region, "store"), new StoreOptions { Create = true, TimeProvider = _time }));
        var regions = new RegionRegistry(new ServerRegion(Home, _stores[0]), new ServerRegion(Away, _stores[1]));
        _server = await CloudServer.StartAsync(
            Folder,
            new ServerOptions
            {
                Regions = regions,
                AccessKeys = new AccessKeySet(new AccessKey(KeyId, Secret), new AccessKey("AKIDSECOND", Secret, "210987654321")),
                Endpoints = [],
                TimeProvider = _time,
                Faults = _faults,
            },
            _options);
    }
}
