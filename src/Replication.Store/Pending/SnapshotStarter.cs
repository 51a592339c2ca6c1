using Replication.Core.Errors;
using Replication.Core.Snapshots;
using Replication.Store.Volumes;

namespace Replication.Store.Pending;

/// <summary>Starts snapshots, and answers a repeated client token with what the first call made.</summary>
internal sealed class SnapshotStarter(VolumeSet volumes, PendingSet pendings, TimeProvider time)
{
    private readonly SemaphoreSlim _gate = new(1, 1);
    private Dictionary<string, string>? _tokens;

    public async Task<SnapshotInfo> StartAsync(StartSnapshotRequest request, CancellationToken cancellationToken)
    {
        Check(request);
        await _gate.WaitAsync(cancellationToken);
        try
        {
            if (request.ClientToken is { } token && await FindAsync(token, request, cancellationToken) is { } known) return known;
            PendingHeader header = request.ParentId is { } parentId
                ? await StartChildAsync(parentId, request, cancellationToken)
                : StartFirst(request);
            if (header.ClientToken is not null && _tokens is not null) _tokens[header.ClientToken] = header.Id;
            return header.Describe(0);
        }
        finally
        {
            _gate.Release();
        }
    }

    private static void Check(StartSnapshotRequest request)
    {
        if (request.Length is <= 0 or > VolumeLimits.MaximumDiskLength) throw StoreErrors.InvalidLength(request.Length);
        if (request.Tags.Count > VolumeLimits.MaximumTags)
            throw StoreErrors.InvalidRequest("snapshot tags", $"{request.Tags.Count} tags.", $"at most {VolumeLimits.MaximumTags}.");
        long text = (long)request.Description.Length + (request.ClientToken?.Length ?? 0) + request.Tags.Sum(tag => (long)tag.Key.Length + tag.Value.Length);
        // JSON escapes one character with at most six.
        if (text > VolumeLimits.MaximumDocumentLength / 8)
            throw StoreErrors.InvalidRequest("snapshot description and tags", $"{text} characters.", $"at most {VolumeLimits.MaximumDocumentLength / 8}.");
    }

    private PendingHeader StartFirst(StartSnapshotRequest request)
    {
        Volume volume = volumes.Create();
        try
        {
            return Write(volume, request);
        }
        catch (Exception error) when (StoreFaults.IsForeign(error))
        {
            Try(() => volumes.Remove(volume));
            throw;
        }
    }

    private async Task<PendingHeader> StartChildAsync(string parentId, StartSnapshotRequest request, CancellationToken cancellationToken)
    {
        Volume volume = (SnapshotId.IsValid(parentId) ? volumes.Find(parentId) : null) ?? throw Unusable("there is no such snapshot.");
        await volume.Gate.WaitAsync(cancellationToken);
        try
        {
            SnapshotDescriptor parent = volume.ReadSnapshot(parentId) ?? throw Unusable("it is not completed.");
            if (parent.Start.Length > request.Length)
                throw StoreErrors.ParentNotUsable(parentId, $"its disk has {parent.Start.Length} bytes.", $"at most the {request.Length} of the new snapshot.");
            return Write(volume, request);
        }
        finally
        {
            volume.Gate.Release();
        }

        SnapshotStoreException Unusable(string found) => StoreErrors.ParentNotUsable(parentId, found, "a completed snapshot.");
    }

    private PendingHeader Write(Volume volume, StartSnapshotRequest request)
    {
        var header = new PendingHeader(
            SnapshotId.New(), volume.Id, request.ParentId, request.Length, time.GetUtcNow(), request.ClientToken, request.Description,
            new SortedDictionary<string, string>(request.Tags.ToDictionary(), StringComparer.Ordinal));
        try
        {
            StoreJson.Write(volume.Files, volume.Paths.PendingHeader(header.Id), header, StoreJson.Default.PendingHeader);
            return header;
        }
        catch (Exception error) when (StoreFaults.IsForeign(error))
        {
            // The header may be there although its flush failed. Where it cannot be taken back, its token leads to it.
            Try(() => volume.Files.Delete(volume.Paths.PendingHeader(header.Id)));
            _tokens = null;
            throw;
        }
    }

    private static void Try(Action cleanUp)
    {
        try
        {
            cleanUp();
        }
        catch (Exception error) when (StoreFaults.IsForeign(error))
        {
            // What is left is an empty volume or a pending snapshot without blocks; opening the store or a deletion removes it.
        }
    }

    private async Task<SnapshotInfo?> FindAsync(string token, StartSnapshotRequest request, CancellationToken cancellationToken)
    {
        _tokens ??= ReadTokens();
        if (!_tokens.TryGetValue(token, out string? id) || volumes.Find(id) is not { } volume) return null;
        SnapshotDescriptor? completed = volume.ReadSnapshot(id);
        PendingHeader? header = completed?.Start ?? volume.ReadPending(id);
        if (header is null) return null;
        if (!header.IsSameRequest(request)) throw StoreErrors.ClientTokenConflict(token, id);
        return completed?.Describe() ?? header.Describe((await pendings.ReviveAsync(id, cancellationToken)).DistinctBlocks);
    }

    private Dictionary<string, string> ReadTokens()
    {
        var tokens = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (Volume volume in volumes.All())
        {
            foreach (string id in volume.SnapshotIds()) Add(() => volume.ReadSnapshot(id)?.Start);
            foreach (string id in volume.PendingIds()) Add(() => volume.ReadPending(id));
        }

        return tokens;

        void Add(Func<PendingHeader?> read)
        {
            try
            {
                if (read() is { ClientToken: { } token } header) tokens[token] = header.Id;
            }
            catch (SnapshotStoreException)
            {
                // A damaged document has lost its token with everything else; whoever asks for it by id is told.
            }
        }
    }
}
