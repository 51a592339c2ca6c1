using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Replication.Agent.Server.Errors;
using Replication.Agent.Server.Hosting;
using Replication.Core.Errors;
using Replication.Core.Snapshots;

namespace Replication.Agent.Server.EbsDirect;

/// <summary>
/// The EBS direct APIs over snapshot stores, on the wire as Amazon's (API version 2019-11-02); docs/protocol.md says where
/// they differ and why. Dispose after the server has stopped and before the stores are closed.
/// </summary>
public sealed class EbsEndpoints : IServerEndpoints, IAsyncDisposable
{
    /// <summary>Often enough for timeouts that are counted in minutes.</summary>
    private static readonly TimeSpan HousekeepingPeriod = TimeSpan.FromSeconds(30);

    private readonly EbsService _service;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _housekeeping;

    public EbsEndpoints(RegionRegistry regions, EbsOptions? options = null, TimeProvider? time = null, ILogger? logger = null)
    {
        _logger = logger ?? NullLogger.Instance;
        _service = new EbsService(options ?? new EbsOptions(), regions, time ?? TimeProvider.System, _logger);
        _housekeeping = KeepHouseAsync(new PeriodicTimer(HousekeepingPeriod, _service.Time));
    }

    public string Service => "ebs";

    public IErrorFormat Errors { get; } = new RestJsonErrorFormat();

    /// <summary>A block, and room for a client that streams it in chunks.</summary>
    public long MaxBodyLength => BlockGeometry.BlockSize + 64 * 1024;

    /// <summary>A block has its SHA-256 in a signed header.</summary>
    public bool AcceptsUnsignedPayload(string method) => HttpMethods.IsPut(method);

    public async Task HandleAsync(ServerRequest request)
    {
        try
        {
            await RouteAsync(request);
        }
        catch (SnapshotStoreException error) when (EbsErrors.Translate(error) is { } translated)
        {
            throw translated;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _housekeeping;
        _stopping.Dispose();
        await _service.Readers.DisposeAsync();
    }

    private Task RouteAsync(ServerRequest request)
    {
        HttpRequest http = request.Http.Request;
        string[] path = (http.Path.Value ?? "").Split('/', StringSplitOptions.RemoveEmptyEntries);
        return (http.Method, path) switch
        {
            ("POST", ["snapshots"]) => new StartSnapshot(_service).HandleAsync(request),
            ("POST", ["snapshots", "completion", var id]) => new CompleteSnapshot(_service).HandleAsync(request, id),
            ("PUT", ["snapshots", var id, "blocks", var index]) => new PutSnapshotBlock(_service).HandleAsync(request, id, index),
            ("GET", ["snapshots", var id, "blocks", var index]) => new GetSnapshotBlock(_service).HandleAsync(request, id, index),
            ("GET", ["snapshots", var id, "blocks"]) => new ListSnapshotBlocks(_service).HandleAsync(request, id),
            ("GET", ["snapshots", var id, "changedblocks"]) => new ListChangedBlocks(_service).HandleAsync(request, id),
            _ => throw new ServerException(ServerFailure.UnknownOperation, "The EBS direct APIs have no such operation."),
        };
    }

    private async Task KeepHouseAsync(PeriodicTimer timer)
    {
        using (timer)
        {
            try
            {
                while (await timer.WaitForNextTickAsync(_stopping.Token))
                {
                    await _service.Readers.TrimAsync();
                    await _service.Pending.SweepAsync(_stopping.Token);
                }
            }
            catch (OperationCanceledException)
            {
                // The endpoints are being disposed.
            }
        }
    }
}
