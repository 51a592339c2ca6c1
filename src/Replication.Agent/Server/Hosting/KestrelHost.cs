using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Replication.Core.Errors;

namespace Replication.Agent.Server.Hosting;

/// <summary>Kestrel without configuration files, logging of its own or signal handlers, so that it can also run inside a command or a test.</summary>
internal sealed class KestrelHost : IAsyncDisposable
{
    private readonly WebApplication _application;
    private bool _stopped;

    private KestrelHost(WebApplication application)
    {
        _application = application;
        IServerAddressesFeature addresses = application.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>();
        Addresses = [.. addresses.Addresses.Select(address => new Uri(address))];
    }

    /// <summary>Where it listens, with the ports that the system chose.</summary>
    public IReadOnlyList<Uri> Addresses { get; }

    /// <param name="listen">Where it is to listen, as an error names it.</param>
    /// <param name="configure">Has it listen there, within limits.</param>
    /// <param name="handle">Answers.</param>
    /// <param name="stopTimeout">How long running requests may take when it stops; null for the framework's time.</param>
    /// <param name="cancellationToken">Stops the start.</param>
    /// <exception cref="ReplicationException">ListenAddressInUse, ListenAddressRefused, and what <paramref name="configure"/> refuses.</exception>
    public static async Task<KestrelHost> StartAsync(
        IReadOnlyList<Uri> listen, Action<KestrelServerOptions> configure, RequestDelegate handle, TimeSpan? stopTimeout, CancellationToken cancellationToken)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            configure(kestrel);
        });
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        if (stopTimeout is { } limit) builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = limit);
        WebApplication application = builder.Build();
        application.Run(handle);
        try
        {
            await application.StartAsync(cancellationToken);
        }
        catch (Exception error)
        {
            await application.DisposeAsync();
            throw Translate(listen, error) ?? error;
        }

        return new KestrelHost(application);
    }

    /// <summary>Refuses new requests, lets running ones end for a while, then cuts them.</summary>
    public async Task StopAsync()
    {
        if (_stopped) return;
        _stopped = true;
        await _application.StopAsync(CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await _application.DisposeAsync();
    }

    /// <summary>What keeps a server from listening, in words; null for what is no trouble of its addresses.</summary>
    private static ReplicationException? Translate(IReadOnlyList<Uri> listen, Exception error)
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
