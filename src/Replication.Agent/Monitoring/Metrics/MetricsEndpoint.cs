using System.Net;
using Microsoft.AspNetCore.Http;
using Replication.Agent.Server.Hosting;
using Replication.Core.Errors;

namespace Replication.Agent.Monitoring.Metrics;

/// <summary>GET /metrics, and nothing else. What it tells are names of VMs and numbers; who may ask is a matter of the address.</summary>
internal sealed class MetricsEndpoint : IAsyncDisposable
{
    private readonly KestrelHost _host;

    private MetricsEndpoint(KestrelHost host) => _host = host;

    /// <summary>Where it listens, with the port that the system chose.</summary>
    public Uri Address => _host.Addresses.Single();

    /// <exception cref="ReplicationException">ListenAddressInvalid, ListenAddressInUse, ListenAddressRefused.</exception>
    public static async Task<MetricsEndpoint> StartAsync(string address, Func<string> write, CancellationToken cancellationToken)
    {
        Uri listen = ListenAddress.Parse(address);
        IPAddress host = ListenAddress.Host(listen);
        return new MetricsEndpoint(await KestrelHost.StartAsync(
            [listen],
            kestrel =>
            {
                kestrel.Limits.MaxConcurrentConnections = 16;
                kestrel.Limits.MaxRequestBodySize = 0;
                kestrel.Listen(host, listen.Port);
            },
            context => AnswerAsync(context, write),
            stopTimeout: null,
            cancellationToken));
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    private static async Task AnswerAsync(HttpContext context, Func<string> write)
    {
        if (context.Request.Path != "/metrics" || !HttpMethods.IsGet(context.Request.Method))
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        context.Response.ContentType = PrometheusText.ContentType;
        context.Response.Headers.CacheControl = "no-store";
        await context.Response.WriteAsync(write(), context.RequestAborted);
    }
}
