using Microsoft.Extensions.Logging;
using Replication.Core.Catalog;
using Replication.Core.Errors;
using Replication.Core.Mounts;
using Replication.Core.Sites;

namespace Replication.Runtime.Mounts;

/// <summary>
/// For the host: serves what the catalog calls mounted, and no more. Mounts are opened beside one another, so that a store that
/// is slow or gone delays its own alone; one that fails is tried again.
/// </summary>
public sealed partial class MountServer : IAsyncDisposable
{
    /// <summary>Whoever asks wakes the server; this is for what comes by itself, such as a store that is there again.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(10);

    private readonly ICatalog _catalog;
    private readonly MountParts _parts;
    private readonly ILogger _log;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, MountEntry> _entries = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _looking = new(1);

    internal MountServer(ICatalog catalog, MountParts parts)
    {
        _catalog = catalog;
        _parts = parts;
        _log = parts.Loggers.CreateLogger<MountServer>();
    }

    /// <summary>Mounts that are served or being opened.</summary>
    public int Count
    {
        get
        {
            lock (_gate) return _entries.Count;
        }
    }

    /// <summary>How a mount is served, by the catalog as it is at the time of asking.</summary>
    public async Task<MountServing> AnswerAsync(string mountId, CancellationToken cancellationToken)
    {
        await LookAsync(cancellationToken);
        lock (_gate) return _entries.TryGetValue(mountId, out MountEntry? entry) ? entry.Serving : MountServing.Not(mountId);
    }

    /// <summary>Whether there is anything to serve, now or after a failure.</summary>
    public async Task<bool> AnyAsync(CancellationToken cancellationToken) => (await ListAsync(cancellationToken)).Count > 0;

    /// <summary>Serves until it is told to stop; then everything is closed and durable.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await LookAsync(cancellationToken);
                await Task.Delay(Pause, _parts.Time, cancellationToken);
            }
            catch (Exception error) when (error is ReplicationException or IOException or UnauthorizedAccessException)
            {
                // What is served stays so.
                LogTrouble(error);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                // Told to stop.
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        // For good: who still asks is not answered by opening anything.
        await _looking.WaitAsync();
        Task[] closing;
        lock (_gate) closing = [.. _entries.Values.Select(CloseAsync)];
        await Task.WhenAll(closing);
        _looking.Dispose();
    }

    private async Task LookAsync(CancellationToken cancellationToken)
    {
        // One at a time: what an older look has read must not open what a newer one has closed.
        await _looking.WaitAsync(cancellationToken);
        try
        {
            IReadOnlyList<PointMount> wanted = await ListAsync(cancellationToken);
            lock (_gate)
            {
                foreach (MountEntry entry in _entries.Values.ToList())
                {
                    if (wanted.All(mount => mount.Id != entry.Mount.Id) || entry.IsToBeTriedAgain(_parts.Time, Retry)) _ = CloseAsync(entry);
                }

                foreach (PointMount mount in wanted.Where(mount => !_entries.ContainsKey(mount.Id)))
                    _entries.Add(mount.Id, new MountEntry(mount, token => OpenAsync(mount, token), _parts.Time));
            }
        }
        finally
        {
            _looking.Release();
        }
    }

    private async Task<ServedMount> OpenAsync(PointMount mount, CancellationToken cancellationToken)
    {
        try
        {
            SiteDefinition definition = await _catalog.ReadAsync((reader, token) => reader.FindAsync<SiteDefinition>(mount.SiteId, token), cancellationToken)
                ?? throw new ReplicationException("SiteNotFound", $"Site {mount.SiteId}", "There is no such site.");
            ServedMount served = await ServedMount.OpenAsync(mount, definition, _parts, cancellationToken);
            LogServed(mount.Id, mount.PointId, mount.VmName);
            return served;
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            LogFailed(mount.Id, error);
            throw;
        }
    }

    /// <summary>Taken from the list only when it is closed: who no longer finds it may remove its overlays.</summary>
    private async Task CloseAsync(MountEntry entry)
    {
        try
        {
            if (!await entry.CloseAsync()) return;
        }
        catch (Exception error) when (error is ReplicationException or IOException or UnauthorizedAccessException)
        {
            // An overlay whose last writes could not be made durable; its guest was told nothing else.
            LogFailed(entry.Mount.Id, error);
        }

        lock (_gate) _entries.Remove(entry.Mount.Id);
        LogEnded(entry.Mount.Id);
    }

    private Task<IReadOnlyList<PointMount>> ListAsync(CancellationToken cancellationToken) => _catalog.ReadAsync<IReadOnlyList<PointMount>>(
        async (reader, token) => [.. (await reader.ListAsync<PointMount>(state: nameof(MountState.Mounted), cancellationToken: token)).Where(mount => mount.Place == _parts.Place)],
        cancellationToken);

    [LoggerMessage(1, LogLevel.Information, "Mount {Mount}: point {Point} of {Vm} is served.")]
    private partial void LogServed(string mount, string point, string vm);

    [LoggerMessage(2, LogLevel.Warning, "Mount {Mount} failed.")]
    private partial void LogFailed(string mount, Exception error);

    [LoggerMessage(3, LogLevel.Information, "Mount {Mount} is served no more.")]
    private partial void LogEnded(string mount);

    [LoggerMessage(4, LogLevel.Warning, "Mounts could not be looked at.")]
    private partial void LogTrouble(Exception error);
}
