using System.Text;
using Replication.Conformance;
using Replication.Core.Snapshots;

namespace Replication.Store.Tests.Faults;

/// <summary>A life of a store in memory, with every promise it made on the way.</summary>
internal sealed class CrashWorkload
{
    public const string Directory = "/store";
    public const long Length = 80L * BlockGeometry.BlockSize;

    private readonly MemoryFiles _disk = new();
    private readonly List<Promise> _promises = [];
    private FileSnapshotStore _store = null!;

    public IReadOnlyList<DiskOperation> Operations => _disk.Operations;

    public static StoreOptions Options(MemoryFiles disk) => new()
    {
        Create = true,
        Files = disk,
        SegmentBytes = 6 * BlockGeometry.GrainSize,
        CheckpointBytes = 3 * BlockGeometry.BlockSize,
    };

    public async Task RunAsync()
    {
        await StepAsync(async () => _store = await FileSnapshotStore.OpenAsync(Directory, Options(_disk)), _ => { });
        string first = await MakeAsync(null, new() { [0] = Block(1), [1] = Block(2), [40] = Block(3) });
        string manifest = await WriteManifestAsync("points/one", "a", null);
        string second = await MakeAsync(first, new() { [0] = BlockPattern.Changed(Block(1), 9, 1), [1] = BlockPattern.Full(0), [79] = Block(4) }, repeat: 79);
        await WriteManifestAsync("points/one", "b", manifest);
        string third = await MakeAsync(second, new() { [40] = Block(5), [41] = Block(6) });
        string abandoned = await StartAsync(second, new() { [2] = Block(7) });
        await DeleteAsync(second);
        await DeleteAsync(abandoned);
        await ReopenAsync();
        string fourth = await MakeAsync(third, new() { [0] = Block(8) });
        await Task.WhenAll(PairAsync(third), PairAsync(fourth));
        await KillAndContinueAsync(fourth);
        await DeleteAsync(first);
        string alone = await MakeAsync(null, new() { [3] = Block(12) });
        await DeleteAsync(alone);
        await DeleteAsync(third);
        await _store.DisposeAsync();
    }

    /// <summary>What holds when the power goes before an operation: surely, and possibly because a step was under way.</summary>
    public (PromisedState Sure, PromisedState Possible) At(int operation)
    {
        var sure = new PromisedState();
        var possible = new PromisedState();
        foreach (Promise promise in _promises)
        {
            if (promise.EndOperation <= operation) promise.Apply(sure);
            if (promise.FirstOperation <= operation) promise.Apply(possible);
        }

        return (sure, possible);
    }

    /// <summary>Whether the operation is the first after something was promised, when what is not durable yet should be.</summary>
    public bool HasPromised(int operation) => _promises.Any(promise => promise.EndOperation == operation);

    /// <summary>One grain only: a crash is simulated a thousand times over.</summary>
    private static byte[] Block(int seed) => BlockPattern.OneGrain(seed, seed % 8);

    private async Task<string> MakeAsync(string? parent, Dictionary<long, byte[]> blocks, long? repeat = null)
    {
        string id = await StartAsync(parent, blocks, repeat);
        await CompleteAsync(id, blocks.Count);
        return id;
    }

    private async Task<string> StartAsync(string? parent, Dictionary<long, byte[]> blocks, long? repeat = null)
    {
        string id = "";
        var disk = parent is null ? [] : new Dictionary<long, byte[]>(At(int.MaxValue).Sure.Completed[parent]);
        foreach (var (index, data) in blocks) disk[index] = data;
        await StepAsync(
            async () => id = (await _store.StartAsync(new StartSnapshotRequest { Length = Length, ParentId = parent })).Id,
            state => state.Pending[id] = disk);
        if (repeat is { } again) await _store.PutBlockAsync(id, again, Block(99));
        foreach (var (index, data) in blocks) await _store.PutBlockAsync(id, index, data);
        var marked = blocks.ToDictionary(block => block.Key, block => BlockDigest.Compute(block.Value));
        await StepAsync(() => _store.CheckpointAsync(id), state => state.Marked[id] = marked);
        return id;
    }

    private async Task CompleteAsync(string id, int count) => await StepAsync(
        async () => await _store.CompleteAsync(id, new CompleteSnapshotRequest { ChangedBlocks = count }),
        state =>
        {
            if (state.Pending.Remove(id, out IReadOnlyDictionary<long, byte[]>? disk)) state.Completed[id] = disk;
        });

    private async Task DeleteAsync(string id) => await StepAsync(
        () => _store.DeleteAsync(id),
        state =>
        {
            state.Completed.Remove(id);
            state.Pending.Remove(id);
        });

    private async Task<string> WriteManifestAsync(string name, string content, string? expected)
    {
        string version = "";
        await StepAsync(
            async () => version = await _store.WriteAsync(name, Encoding.UTF8.GetBytes(content), expected), state => state.Manifests[name] = content);
        return version;
    }

    private async Task PairAsync(string parent)
    {
        string id = await MakeAsync(parent, new() { [7] = Block(20), [50] = Block(21) });
        await MakeAsync(id, new() { [7] = BlockPattern.Changed(Block(20), 22, 4) });
    }

    /// <summary>A process that was killed loses nothing it wrote; once its successor has looked, a power loss must not either.</summary>
    private async Task KillAndContinueAsync(string parent)
    {
        var blocks = new Dictionary<long, byte[]> { [10] = Block(30), [11] = Block(31) };
        var disk = new Dictionary<long, byte[]>(At(int.MaxValue).Sure.Completed[parent]) { [10] = blocks[10], [11] = blocks[11] };
        string id = "";
        await StepAsync(
            async () => id = (await _store.StartAsync(new StartSnapshotRequest { Length = Length, ParentId = parent })).Id,
            state => state.Pending[id] = disk);
        foreach (var (index, data) in blocks) await _store.PutBlockAsync(id, index, data);
        _disk.ReleaseLocks();
        _store = await FileSnapshotStore.OpenAsync(Directory, Options(_disk));
        var marked = blocks.ToDictionary(block => block.Key, block => BlockDigest.Compute(block.Value));
        await StepAsync(
            async () => Assert.Equal(2, (await _store.ListPendingBlocksAsync(id).ToListAsync()).Count),
            state => state.Marked[id] = marked);
        await _store.PutBlockAsync(id, 12, Block(32));
        await DeleteAsync(id);
    }

    private async Task ReopenAsync()
    {
        await _store.DisposeAsync();
        _store = await FileSnapshotStore.OpenAsync(Directory, Options(_disk));
    }

    private async Task StepAsync(Func<Task> step, Action<PromisedState> apply)
    {
        int first = _disk.Operations.Count;
        await step();
        lock (_disk.Lock) lock (_promises) _promises.Add(new Promise(first, _disk.Operations.Count, apply));
    }
}
