using System.Runtime.CompilerServices;
using System.Text.Json;
using Replication.Core.Errors;
using Replication.Core.Snapshots;
using Replication.Remote.Calls;

namespace Replication.Remote.Snapshots;

/// <summary>The snapshot store of another site, reached over /replication/v1 (docs/protocol.md). Nothing is kept on this side.</summary>
internal sealed class RemoteSnapshotStore : ISnapshotStore, IGrainComparison, IStoreMaintenance, IWireCounter
{
    private const int LongestDocument = 1 << 20;

    /// <summary>The server proves the whole snapshot before it answers, and says nothing meanwhile.</summary>
    private static readonly TimeSpan CompletionPatience = TimeSpan.FromMinutes(15);

    private readonly RemoteConnection _connection;
    private readonly BlockCalls _blocks;
    private readonly OpenReaders _open = new();
    private readonly RemoteOptions _options;
    private readonly StoreDocument _description;

    private RemoteSnapshotStore(RemoteConnection connection, RemoteOptions options, StoreDocument description)
    {
        _connection = connection;
        _options = options;
        _description = description;
        _blocks = new BlockCalls(connection, options.Compress);
    }

    public string Id => _description.StoreId;

    /// <summary>An answer takes as long as the way to the other site and back.</summary>
    public int? PreferredConcurrency => _options.Connections;

    /// <param name="connection">Stays the caller's.</param>
    /// <param name="options">What it was made from.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="SnapshotStoreException">RemoteUnreachable, RemoteRequestRefused, RemoteProtocolUnknown.</exception>
    public static async Task<RemoteSnapshotStore> OpenAsync(RemoteConnection connection, RemoteOptions options, CancellationToken cancellationToken = default)
    {
        var call = new RemoteCall(HttpMethod.Get, "", $"server {connection.Address}");
        StoreDocument description = await connection.RunAsync(
            call,
            async answer => JsonSerializer.Deserialize(await answer.ReadAllAsync(LongestDocument), RemoteJson.Default.StoreDocument) ?? throw RemoteErrors.Invalid(call, "It is null."),
            cancellationToken);
        return description is { Protocol: 1, BlockSize: BlockGeometry.BlockSize, GrainSize: BlockGeometry.GrainSize }
            ? new RemoteSnapshotStore(connection, options, description)
            : throw new SnapshotStoreException(
                "RemoteProtocolUnknown", call.Target, $"It speaks protocol {description.Protocol} with blocks of {description.BlockSize} bytes.",
                $"protocol 1 with blocks of {BlockGeometry.BlockSize} bytes.", "Install the same version at both ends.");
    }

    public async Task<SnapshotInfo> StartAsync(StartSnapshotRequest request, CancellationToken cancellationToken = default)
    {
        // A start whose answer is lost is repeated; without a token each repetition would begin another snapshot.
        var document = new StartDocument(request.Length, request.ParentId, request.ClientToken ?? Guid.NewGuid().ToString(), request.Description, request.Tags);
        return await AskAsync(
            new RemoteCall(HttpMethod.Post, SnapshotPaths.Collection, "snapshot")
            {
                Body = JsonSerializer.SerializeToUtf8Bytes(document, RemoteJson.Default.StartDocument),
                ContentType = "application/json",
            },
            cancellationToken);
    }

    public ValueTask<BlockDigest> PutBlockAsync(
        string snapshotId, long blockIndex, ReadOnlyMemory<byte> data, BlockDigest? expected = null, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return _blocks.PutAsync(snapshotId, blockIndex, data, expected, cancellationToken);
    }

    public ValueTask<BlockDigest> PutGrainsAsync(
        string snapshotId, long blockIndex, BlockDigest parentDigest, int grainMask, ReadOnlyMemory<byte> data, BlockDigest resultingDigest,
        CancellationToken cancellationToken = default) =>
        _blocks.PatchAsync(snapshotId, blockIndex, parentDigest, grainMask, data, resultingDigest, cancellationToken);

    public async ValueTask<IReadOnlyList<BlockDigest>?> ReadGrainDigestsAsync(string snapshotId, long blockIndex, CancellationToken cancellationToken = default) =>
        _description.Grains ? await _blocks.ReadGrainDigestsAsync(snapshotId, blockIndex, cancellationToken) : null;

    public long SentTo(string snapshotId) => _blocks.SentTo(snapshotId);

    public async IAsyncEnumerable<SnapshotBlock> ListPendingBlocksAsync(string snapshotId, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var list = new RecordList(
            _connection, _ => new RemoteCall(HttpMethod.Get, SnapshotPaths.Of(snapshotId, "/pending"), $"snapshot {snapshotId}"), sizeof(long) + BlockDigest.Size);
        await foreach (SnapshotBlock block in list.ReadAsync(RecordList.Single, 0, cancellationToken))
        {
            // On the wire zeros have one spelling; here a block of zeros that was put has its digest.
            yield return block.Digest is { IsAbsent: true } ? block with { Digest = BlockDigest.OfZeroBlock } : block;
        }
    }

    public async Task<SnapshotInfo> CompleteAsync(string snapshotId, CompleteSnapshotRequest request, CancellationToken cancellationToken = default)
    {
        var document = new CompleteDocument(request.ChangedBlocks, request.Checksum?.ToString(), request.ExpectedRoot?.ToString());
        SnapshotInfo completed = await AskAsync(
            new RemoteCall(HttpMethod.Post, SnapshotPaths.Of(snapshotId, "/complete"), $"snapshot {snapshotId}")
            {
                Body = JsonSerializer.SerializeToUtf8Bytes(document, RemoteJson.Default.CompleteDocument),
                ContentType = "application/json",
                Patience = CompletionPatience,
            },
            cancellationToken);
        _blocks.Forget(snapshotId);
        return completed;
    }

    public async Task DeleteAsync(string snapshotId, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        RequireKnown(snapshotId);
        if (!_open.Defer(snapshotId)) await RemoveAsync(snapshotId, cancellationToken);
    }

    public async Task<SnapshotInfo> DescribeAsync(string snapshotId, CancellationToken cancellationToken = default)
    {
        RequireKnown(snapshotId);
        return await AskAsync(new RemoteCall(HttpMethod.Get, SnapshotPaths.Of(snapshotId), $"snapshot {snapshotId}"), cancellationToken);
    }

    public async IAsyncEnumerable<SnapshotInfo> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        List<SnapshotInfo> all = await LinesAsync(
            new RemoteCall(HttpMethod.Get, SnapshotPaths.Collection, "snapshots"),
            line => (JsonSerializer.Deserialize(line, RemoteJson.Default.SnapshotDocument) ?? throw new InvalidDataException("A line is null.")).ToInfo(), cancellationToken);
        foreach (SnapshotInfo info in all.Where(info => !_open.IsDeleted(info.Id))) yield return info;
    }

    public async Task<ISnapshotReader> OpenAsync(string snapshotId, CancellationToken cancellationToken = default)
    {
        SnapshotInfo info = await DescribeAsync(snapshotId, cancellationToken);
        if (info.State != SnapshotState.Completed)
            throw new SnapshotStoreException("SnapshotNotCompleted", $"snapshot {snapshotId}", $"it is {info.State}.", "a completed snapshot.") { SnapshotId = snapshotId };
        _open.Opened(snapshotId);
        return new RemoteSnapshotReader(_connection, _blocks, info, async () =>
        {
            if (_open.Closed(snapshotId)) await RemoveAsync(snapshotId, CancellationToken.None);
        });
    }

    public IAsyncEnumerable<ChangedBlock> ListChangedBlocksAsync(
        string firstSnapshotId, string secondSnapshotId, long startingIndex = 0, CancellationToken cancellationToken = default)
    {
        const int recordSize = sizeof(long) + 2 * BlockDigest.Size;
        return new RecordList(
            _connection,
            start => new RemoteCall(
                HttpMethod.Get, SnapshotPaths.Of(secondSnapshotId, $"/changes?from={SnapshotPaths.Checked(firstSnapshotId)}&start={start}"), $"snapshot {secondSnapshotId}"),
            recordSize).ReadAsync(RecordList.Double, startingIndex, cancellationToken);
    }

    public async Task<StoreSizes> MeasureAsync(CancellationToken cancellationToken = default)
    {
        var call = new RemoteCall(HttpMethod.Get, "/statistics", $"store {Id}") { Patience = CompletionPatience };
        SizesDocument sizes = await _connection.RunAsync(
            call,
            async answer => JsonSerializer.Deserialize(await answer.ReadAllAsync(LongestDocument), RemoteJson.Default.SizesDocument) ?? throw RemoteErrors.Invalid(call, "It is null."),
            cancellationToken);
        return new StoreSizes(sizes.LogicalBytes, sizes.AllocatedBytes, sizes.Snapshots, sizes.PendingSnapshots, sizes.DamagedSnapshots);
    }

    public async Task<StoreCheck> CheckAsync(string? snapshotId, IProgress<long>? blocks = null, CancellationToken cancellationToken = default)
    {
        string query = snapshotId is null ? "" : $"?snapshotId={SnapshotPaths.Checked(snapshotId)}";
        List<CheckLine> lines = await LinesAsync(
            new RemoteCall(HttpMethod.Post, "/verify" + query, $"store {Id}") { Patience = CompletionPatience },
            line =>
            {
                CheckLine told = JsonSerializer.Deserialize(line, RemoteJson.Default.CheckLine) ?? throw new InvalidDataException("A line is null.");
                if (told.Blocks is { } proved) blocks?.Report(proved);
                return told;
            },
            cancellationToken);
        return lines.LastOrDefault()?.Result ?? throw new SnapshotStoreException("RemoteAnswerInvalid", $"store {Id}", "The check did not end.", "its result.");
    }

    /// <summary>The connection is the caller's.</summary>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private void RequireKnown(string snapshotId)
    {
        if (_open.IsDeleted(snapshotId)) throw RemoteErrors.SnapshotNotFound(snapshotId);
    }

    private async Task RemoveAsync(string snapshotId, CancellationToken cancellationToken)
    {
        var call = new RemoteCall(HttpMethod.Delete, SnapshotPaths.Of(snapshotId), $"snapshot {snapshotId}");
        try
        {
            await _connection.RunAsync(call, _ => ValueTask.FromResult(true), cancellationToken);
        }
        catch (SnapshotStoreException gone) when (gone.ErrorId == ErrorIds.SnapshotNotFound && call.Attempts > 1)
        {
            // Deleted by the attempt whose answer was lost.
        }

        _blocks.Forget(snapshotId);
    }

    private Task<SnapshotInfo> AskAsync(RemoteCall call, CancellationToken cancellationToken) => _connection.RunAsync(
        call,
        async answer => (JsonSerializer.Deserialize(await answer.ReadAllAsync(LongestDocument), RemoteJson.Default.SnapshotDocument)
            ?? throw RemoteErrors.Invalid(call, "It is null.")).ToInfo(),
        cancellationToken);

    private Task<List<T>> LinesAsync<T>(RemoteCall call, Func<string, T> parse, CancellationToken cancellationToken) => _connection.RunAsync(
        call,
        async answer =>
        {
            var items = new List<T>();
            using var reader = new StreamReader(new AnswerStream(answer));
            while (await reader.ReadLineAsync(cancellationToken) is { } line)
            {
                if (line.Length > 0) items.Add(parse(line));
            }

            return items;
        },
        cancellationToken);
}
