using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Replication.Agent.Server.Hosting;
using Replication.Core.Errors;

namespace Replication.Agent.Dashboard.Hosting;

/// <summary>A dashboard that listens. The service that it shows belongs to the caller.</summary>
internal sealed class DashboardServer : IAsyncDisposable
{
    private readonly WebApplication _application;
    private readonly DashboardParts _parts;

    private DashboardServer(WebApplication application, DashboardParts parts, IReadOnlyList<Uri> addresses)
    {
        _application = application;
        _parts = parts;
        Addresses = addresses;
    }

    /// <summary>Where it listens, with the ports that the system chose.</summary>
    public IReadOnlyList<Uri> Addresses { get; }

    /// <exception cref="ReplicationException">What <see cref="DashboardListen.Require"/> refuses; ListenAddressInUse, ListenAddressRefused.</exception>
    public static async Task<DashboardServer> StartAsync(DashboardOptions options, CancellationToken cancellationToken = default)
    {
        DashboardListen.Require(options);
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
        {
            Limit(kestrel, options.Limits);
            DashboardListen.Apply(kestrel, options);
        });
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = options.Limits.StopTimeout);
        WebApplication application = builder.Build();
        var parts = new DashboardParts(options);
        application.Run(new RequestHandler(parts, RouteTable.All()).HandleAsync);
        try
        {
            await application.StartAsync(cancellationToken);
        }
        catch (Exception error)
        {
            await application.DisposeAsync();
            await parts.DisposeAsync();
            throw ReplicationServer.Translate(options.Listen, error) ?? error;
        }

        IServerAddressesFeature addresses = application.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>();
        return new DashboardServer(application, parts, [.. addresses.Addresses.Select(address => new Uri(address))]);
    }

    public async ValueTask DisposeAsync()
    {
        // Streams first: they would go on for as long as the server waits for them.
        await _parts.Live.StopAsync();
        await _application.StopAsync(CancellationToken.None);
        await _application.DisposeAsync();
        await _parts.DisposeAsync();
    }

    private static void Limit(KestrelServerOptions kestrel, DashboardLimits limits)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxConcurrentConnections = limits.MaxConnections;
        kestrel.Limits.MaxRequestHeadersTotalSize = limits.MaxHeadersLength;
        kestrel.Limits.MaxRequestLineSize = limits.MaxRequestLineLength;
        kestrel.Limits.RequestHeadersTimeout = limits.HeadersTimeout;
        kestrel.Limits.MinRequestBodyDataRate = new MinDataRate(limits.MinDataRate, limits.DataRateGrace);
        kestrel.Limits.MinResponseDataRate = new MinDataRate(limits.MinDataRate, limits.DataRateGrace);
    }
}
