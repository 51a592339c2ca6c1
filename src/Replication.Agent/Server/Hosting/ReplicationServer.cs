using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Replication.Agent.Server.Hosting;

/// <summary>The server. Endpoints and storage belong to the caller.</summary>
public sealed class ReplicationServer : IAsyncDisposable
{
    private readonly KestrelHost _host;
    private readonly RequestPipeline _pipeline;

    private ReplicationServer(KestrelHost host, RequestPipeline pipeline)
    {
        _host = host;
        _pipeline = pipeline;
    }

    /// <summary>Where it listens, with the ports that the system chose.</summary>
    public IReadOnlyList<Uri> Addresses => _host.Addresses;

    public static async Task<ReplicationServer> StartAsync(ServerOptions options, CancellationToken cancellationToken = default)
    {
        var pipeline = new RequestPipeline(options);
        KestrelHost host = await KestrelHost.StartAsync(
            options.Listen,
            kestrel =>
            {
                Limit(kestrel, options.Limits);
                ListenAddress.Apply(kestrel, options);
            },
            pipeline.InvokeAsync,
            options.Limits.StopTimeout,
            cancellationToken);
        return new ReplicationServer(host, pipeline);
    }

    /// <summary>Refuses new requests, lets running ones end for a while, then cuts them. Nothing is done any more once it returned.</summary>
    public async Task StopAsync()
    {
        await _host.StopAsync();
        // A cut connection cancels its request; the services still have to come out of what they were doing.
        await _pipeline.DrainAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await _host.DisposeAsync();
    }

    private static void Limit(KestrelServerOptions kestrel, ServerLimits limits)
    {
        kestrel.Limits.MaxConcurrentConnections = limits.MaxConnections;
        kestrel.Limits.MaxRequestHeaderCount = limits.MaxHeaderCount;
        kestrel.Limits.MaxRequestHeadersTotalSize = limits.MaxHeadersLength;
        kestrel.Limits.MaxRequestLineSize = limits.MaxRequestLineLength;
        kestrel.Limits.RequestHeadersTimeout = limits.HeadersTimeout;
        kestrel.Limits.KeepAliveTimeout = limits.KeepAliveTimeout;
        kestrel.Limits.MinRequestBodyDataRate = new MinDataRate(limits.MinDataRate, limits.DataRateGrace);
        kestrel.Limits.MinResponseDataRate = new MinDataRate(limits.MinDataRate, limits.DataRateGrace);
    }
}
