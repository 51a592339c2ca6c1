using Microsoft.AspNetCore.Server.Kestrel.Core;
using Replication.Agent.Server.Hosting;
using Replication.Core.Errors;

namespace Replication.Agent.Dashboard.Hosting;

/// <summary>A dashboard that listens. The service that it shows belongs to the caller.</summary>
internal sealed class DashboardServer : IAsyncDisposable
{
    private readonly KestrelHost _host;
    private readonly DashboardParts _parts;

    private DashboardServer(KestrelHost host, DashboardParts parts)
    {
        _host = host;
        _parts = parts;
    }

    /// <summary>Where it listens, with the ports that the system chose.</summary>
    public IReadOnlyList<Uri> Addresses => _host.Addresses;

    /// <exception cref="ReplicationException">What <see cref="DashboardListen.Require"/> refuses; ListenAddressInUse, ListenAddressRefused.</exception>
    public static async Task<DashboardServer> StartAsync(DashboardOptions options, CancellationToken cancellationToken = default)
    {
        DashboardListen.Require(options);
        var parts = new DashboardParts(options);
        try
        {
            KestrelHost host = await KestrelHost.StartAsync(
                options.Listen,
                kestrel =>
                {
                    Limit(kestrel, options.Limits);
                    DashboardListen.Apply(kestrel, options);
                },
                new RequestHandler(parts, RouteTable.All()).HandleAsync,
                options.Limits.StopTimeout,
                cancellationToken);
            return new DashboardServer(host, parts);
        }
        catch
        {
            await parts.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        // Streams first: they would go on for as long as the server waits for them.
        await _parts.Live.StopAsync();
        await _host.DisposeAsync();
        await _parts.DisposeAsync();
    }

    private static void Limit(KestrelServerOptions kestrel, DashboardLimits limits)
    {
        kestrel.Limits.MaxConcurrentConnections = limits.MaxConnections;
        kestrel.Limits.MaxRequestHeadersTotalSize = limits.MaxHeadersLength;
        kestrel.Limits.MaxRequestLineSize = limits.MaxRequestLineLength;
        kestrel.Limits.RequestHeadersTimeout = limits.HeadersTimeout;
        kestrel.Limits.MinRequestBodyDataRate = new MinDataRate(limits.MinDataRate, limits.DataRateGrace);
        kestrel.Limits.MinResponseDataRate = new MinDataRate(limits.MinDataRate, limits.DataRateGrace);
    }
}
