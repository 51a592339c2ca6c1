using Replication.Agent.Server.EbsDirect;
using Replication.Agent.Server.ReplicationV1;

namespace Replication.Agent.Server.Hosting;

/// <summary>
/// Stores served over the EBS direct protocol and /replication/v1, with further services beside them. Disposing stops
/// the server, then the services, in this order; the stores stay open, because they belong to the caller.
/// </summary>
public sealed class StoreServer : IAsyncDisposable
{
    private readonly IReadOnlyList<IServerEndpoints> _endpoints;

    private StoreServer(ReplicationServer server, IReadOnlyList<IServerEndpoints> endpoints)
    {
        Server = server;
        _endpoints = endpoints;
    }

    public ReplicationServer Server { get; }

    /// <summary>Starts with the services of the options added to those of the stores. Ownership of them comes with the call.</summary>
    public static async Task<StoreServer> StartAsync(ServerOptions options, EbsOptions? ebs = null, CancellationToken cancellationToken = default)
    {
        IReadOnlyList<IServerEndpoints> endpoints =
        [
            new EbsEndpoints(options.Regions, ebs, options.TimeProvider, options.Logger),
            new ReplicationV1Endpoints(options.TimeProvider),
            .. options.Endpoints,
        ];
        try
        {
            return new StoreServer(await ReplicationServer.StartAsync(options with { Endpoints = endpoints }, cancellationToken), endpoints);
        }
        catch
        {
            await DisposeAsync(endpoints);
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        await DisposeAsync(_endpoints);
    }

    private static async Task DisposeAsync(IEnumerable<IServerEndpoints> endpoints)
    {
        foreach (IAsyncDisposable disposable in endpoints.OfType<IAsyncDisposable>()) await disposable.DisposeAsync();
    }
}
