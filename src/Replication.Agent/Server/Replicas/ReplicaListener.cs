using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using Replication.Agent.Server.Faults;
using Replication.Agent.Server.Hosting;
using Replication.Core.Errors;
using Replication.Core.Replicas;
using Replication.Core.Snapshots;

namespace Replication.Agent.Server.Replicas;

/// <summary>A replica server that listens. Settings that do not concern its sockets are taken while it runs; disposing ends every connection.</summary>
internal sealed class ReplicaListener : IAsyncDisposable
{
    private readonly ReplicationServer _server;
    private readonly ReplicaEndpoints _endpoints;
    private readonly ReplicaStores _stores;
    private readonly ReplicaTraffic _traffic;
    private readonly ReplicaIdentities _identities;
    private readonly RenewableKeys _keys;
    private ReplicaServerState _state;

    private ReplicaListener(
        ReplicationServer server, ReplicaEndpoints endpoints, ReplicaStores stores, ReplicaTraffic traffic, ReplicaIdentities identities, RenewableKeys keys, ReplicaServerState state)
    {
        _server = server;
        _endpoints = endpoints;
        _stores = stores;
        _traffic = traffic;
        _identities = identities;
        _keys = keys;
        _state = state;
    }

    /// <summary>Where it listens, with the ports that the system chose.</summary>
    public IReadOnlyList<Uri> Addresses => _server.Addresses;

    public bool IsListening { get; private set; } = true;

    public ReplicaTraffic Traffic => _traffic;

    public ReplicaCredentials Credentials => _keys.Credentials;

    /// <exception cref="ReplicationException">Files that cannot be read, ListenAddressInUse, ListenAddressRefused</exception>
    public static async Task<ReplicaListener> StartAsync(
        ReplicaServerState state, ReplicaServerCatalog catalog, IStoreOpener opener, TimeProvider time, ILoggerFactory loggers, ServerLimits? limits = null,
        IFaultInjector? faults = null, CancellationToken cancellationToken = default)
    {
        var credentials = new ReplicaCredentials(state.Settings);
        credentials.RequireReadable();
        var traffic = new ReplicaTraffic(time);
        traffic.Apply(state.Settings);
        var stores = new ReplicaStores(opener, loggers);
        ReplicaHost host = ReplicaHost.Local(state.Settings.IsClustered);
        var identities = new ReplicaIdentities(state, credentials, stores, traffic, time, loggers.CreateLogger<ReplicaIdentities>());
        var keys = new RenewableKeys(credentials);
        var endpoints = new ReplicaEndpoints(new ServerAdministration(catalog, traffic, host), host, time);
        var options = new ServerOptions
        {
            Listen = [.. AddressesOf(state.Settings)],
            Tls = credentials.Own is { } own ? new ReplicaTls(own) : null,
            AccessKeys = keys,
            Admission = identities,
            Endpoints = [endpoints],
            Limits = limits ?? new ServerLimits(),
            Faults = faults,
            TimeProvider = time,
            Logger = loggers.CreateLogger<ReplicationServer>(),
        };
        try
        {
            return new ReplicaListener(await ReplicationServer.StartAsync(options, cancellationToken), endpoints, stores, traffic, identities, keys, state);
        }
        catch
        {
            await endpoints.DisposeAsync();
            throw;
        }
    }

    /// <summary>Takes changed settings, if that is possible without listening anew.</summary>
    /// <exception cref="ReplicationException">Files that cannot be read; what was set before goes on.</exception>
    public bool TryApply(ReplicaServerState state)
    {
        ReplicaServerSettings before = _state.Settings;
        ReplicaServerSettings after = state.Settings;
        bool sameSockets = after.Listens && AddressesOf(before).SequenceEqual(AddressesOf(after)) && before.Certificate == after.Certificate && before.CertificateKey == after.CertificateKey;
        if (!sameSockets) return false;
        var credentials = new ReplicaCredentials(after);
        credentials.RequireReadable();
        _state = state;
        _keys.Credentials = credentials;
        _traffic.Apply(after);
        _identities.Apply(state, credentials);
        return true;
    }

    public async ValueTask DisposeAsync()
    {
        if (!IsListening) return;
        IsListening = false;
        await _server.DisposeAsync();
        await _endpoints.DisposeAsync();
        await _stores.DisposeAsync();
    }

    private static IEnumerable<Uri> AddressesOf(ReplicaServerSettings settings)
    {
        if (settings.ServesTls) yield return Address("https", settings.Address, settings.HttpsPortOf(Environment.MachineName));
        if (settings.ServesClear) yield return Address("http", settings.Address, settings.HttpPort);
    }

    private static Uri Address(string scheme, string address, int port)
    {
        string host = address != ReplicaServerSettings.AnyAddress ? address : Socket.OSSupportsIPv6 ? IPAddress.IPv6Any.ToString() : IPAddress.Any.ToString();
        return new UriBuilder(scheme, host, port).Uri;
    }
}
