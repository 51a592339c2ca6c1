using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Replication.Core.Errors;

namespace Replication.Agent.Server.Hosting;

/// <summary>
/// The server: Kestrel without configuration files, logging of its own or signal handlers, so that it can also run
/// inside a command or a test. Endpoints and storage belong to the caller.
/// </summary>
public sealed class ReplicationServer : IAsyncDisposable
{
    private readonly WebApplication _application;
    private readonly RequestPipeline _pipeline;
    private bool _stopped;

    private ReplicationServer(WebApplication application, RequestPipeline pipeline, IReadOnlyList<Uri> addresses)
    {
        _application = application;
        _pipeline = pipeline;
        Addresses = addresses;
    }

    /// <summary>Where it listens, with the ports that the system chose.</summary>
    public IReadOnlyList<Uri> Addresses { get; }

    public static async Task<ReplicationServer> StartAsync(ServerOptions options, CancellationToken cancellationToken = default)
    {
        var pipeline = new RequestPipeline(options);
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
        {
            Limit(kestrel, options.Limits);
            ListenAddress.Apply(kestrel, options);
        });
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = options.Limits.StopTimeout);
        WebApplication application = builder.Build();
        application.Run(pipeline.InvokeAsync);
        try
        {
            await application.StartAsync(cancellationToken);
        }
        catch (Exception error)
        {
            await application.DisposeAsync();
            throw Translate(options.Listen, error) ?? error;
        }

        IServerAddressesFeature addresses = application.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>();
        return new ReplicationServer(application, pipeline, [.. addresses.Addresses.Select(address => new Uri(address))]);
    }

    /// <summary>Refuses new requests, lets running ones end for a while, then cuts them. Nothing is done any more once it returned.</summary>
    public async Task StopAsync()
    {
        if (_stopped) return;
        _stopped = true;
        await _application.StopAsync(CancellationToken.None);
        // A cut connection cancels its request; the services still have to come out of what they were doing.
        await _pipeline.DrainAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await _application.DisposeAsync();
    }

    private static void Limit(KestrelServerOptions kestrel, ServerLimits limits)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxConcurrentConnections = limits.MaxConnections;
        kestrel.Limits.MaxRequestHeaderCount = limits.MaxHeaderCount;
        kestrel.Limits.MaxRequestHeadersTotalSize = limits.MaxHeadersLength;
        kestrel.Limits.MaxRequestLineSize = limits.MaxRequestLineLength;
        kestrel.Limits.RequestHeadersTimeout = limits.HeadersTimeout;
        kestrel.Limits.KeepAliveTimeout = limits.KeepAliveTimeout;
        kestrel.Limits.MinRequestBodyDataRate = new MinDataRate(limits.MinDataRate, limits.DataRateGrace);
        kestrel.Limits.MinResponseDataRate = new MinDataRate(limits.MinDataRate, limits.DataRateGrace);
    }

    /// <summary>What keeps a server from listening, in words; null for what is no trouble of its addresses.</summary>
    internal static ReplicationException? Translate(IReadOnlyList<Uri> listen, Exception error)
    {
        string target = string.Join(", ", listen);
        return error switch
        {
            ReplicationException known => known,
            IOException { InnerException: AddressInUseException } => new ReplicationException(
                "ListenAddressInUse", target, "Another process listens there.", "a free port.", "Choose another port, or port 0 for any free one.", error),
            SocketException { SocketErrorCode: SocketError.AccessDenied } => new ReplicationException(
                "ListenAddressRefused", target, error.Message, "the right to listen on this port.", "Choose a port above 1023.", error),
            SocketException => new ReplicationException("ListenAddressRefused", target, error.Message, "an address of this machine.", inner: error),
            _ => null,
        };
    }
}
