using Replication.Conformance;
using Replication.Core.Snapshots;
using Replication.Store.Tests.Faults;

namespace Replication.Store.Tests.Models;

/// <summary>Random lives of a store, compared with the reference in memory after every change.</summary>
public class RandomOperationTests
{
    private static readonly int Seeds = Environment.GetEnvironmentVariable("REPLICATION_LONG_TESTS") == "1" ? 200 : 8;

    [Fact]
    public async Task INV_01_any_sequence_of_operations_gives_what_the_reference_gives()
    {
        for (int seed = 1; seed <= Seeds; seed++)
        {
            try
            {
                await new RandomLife(seed).RunAsync(70);
            }
            catch (Exception error)
            {
                Assert.Fail($"seed {seed}: {error}");
            }
        }
    }

    private sealed class RandomLife(int seed)
    {
        private readonly Random _random = new(seed);
        private readonly MemoryFiles _disk = new();
        private readonly MemorySnapshotStore _reference = new();

        /// <summary>Ids in the reference and in the store.</summary>
        private readonly List<(string Reference, string Store)> _completed = [];

        private readonly List<(string Reference, string Store, HashSet<long> Put)> _pending = [];
        private FileSnapshotStore _store = null!;

        public async Task RunAsync(int steps)
        {
            await ReopenAsync();
            for (int i = 0; i < steps; i++)
            {
                await (_random.Next(12) switch
                {
                    0 or 1 => StartAsync(),
                    2 or 3 => CompleteAsync(),
                    4 => DeleteAsync(),
                    5 => ReopenAsync(),
                    6 => CompareChangesAsync(),
                    7 => AbortAsync(),
                    _ => PutAsync(),
                });
            }

            foreach (var (reference, id) in _completed) await CompareAsync(reference, id);
            Assert.True((await _store.VerifyAsync()).IsIntact);
            foreach (SnapshotInfo info in await _store.ListAsync().ToListAsync()) await _store.DeleteAsync(info.Id);
            await _store.DisposeAsync();
            Assert.Empty(_disk.ListDirectories("/store/volumes"));
        }

        private async Task ReopenAsync()
        {
            if (_store is not null) await _store.DisposeAsync();
            _store = await FileSnapshotStore.OpenAsync("/store", new StoreOptions
            {
                Create = true,
                Files = _disk,
                Compression = (StoreCompression)(seed % 2),
                SegmentBytes = 20 * BlockGeometry.GrainSize,
                WindowBlocks = 64,
                CheckpointBytes = 5 * BlockGeometry.BlockSize,
            });
        }

        private async Task StartAsync()
        {
            (string Reference, string Store)? parent = _completed.Count > 0 && _random.Next(5) > 0 ? _completed[_random.Next(_completed.Count)] : null;
            long length = 40L * BlockGeometry.BlockSize;
            if (parent is { } from) length = (await _reference.DescribeAsync(from.Reference)).Length * (_random.Next(4) == 0 ? 60 : 1);
            if (length > 1L << 45) return;
            SnapshotInfo reference = await _reference.StartAsync(new StartSnapshotRequest { Length = length, ParentId = parent?.Reference });
            SnapshotInfo started = await _store.StartAsync(new StartSnapshotRequest { Length = length, ParentId = parent?.Store });
            _pending.Add((reference.Id, started.Id, []));
        }

        private async Task PutAsync()
        {
            if (_pending.Count == 0) return;
            var (reference, id, put) = _pending[_random.Next(_pending.Count)];
            long blocks = BlockGeometry.BlockCount((await _reference.DescribeAsync(reference)).Length);
            for (int i = _random.Next(1, 8); i > 0; i--)
            {
                long index = _random.Next(3) == 0 ? _random.NextInt64(blocks) : _random.NextInt64(Math.Min(blocks, 10));
                byte[] data = _random.Next(5) switch
                {
                    0 => BlockPattern.Full(0),
                    1 => BlockPattern.Full(_random.Next(1, 6)),
                    2 => BlockPattern.Changed(BlockPattern.Full(_random.Next(1, 6)), _random.Next(), _random.Next(8)),
                    _ => BlockPattern.OneGrain(_random.Next(1, 50), _random.Next(8)),
                };
                Assert.Equal(await _reference.PutBlockAsync(reference, index, data), await _store.PutBlockAsync(id, index, data));
                put.Add(index);
            }

            Assert.Equal(await _reference.ListPendingBlocksAsync(reference).ToListAsync(), await _store.ListPendingBlocksAsync(id).ToListAsync());
        }

        private async Task CompleteAsync()
        {
            if (_pending.Count == 0) return;
            var (reference, id, put) = _pending[0];
            _pending.RemoveAt(0);
            SnapshotInfo expected = await _reference.CompleteAsync(reference, new CompleteSnapshotRequest { ChangedBlocks = put.Count });
            SnapshotInfo made = await _store.CompleteAsync(id, new CompleteSnapshotRequest { ChangedBlocks = put.Count, ExpectedRoot = expected.Root });
            Assert.Equal((expected.Root, expected.ChangedBlocks), (made.Root, made.ChangedBlocks));
            _completed.Add((reference, id));
            await CompareAsync(reference, id);
        }

        private async Task DeleteAsync()
        {
            if (_completed.Count == 0) return;
            int which = _random.Next(_completed.Count);
            await _reference.DeleteAsync(_completed[which].Reference);
            await _store.DeleteAsync(_completed[which].Store);
            _completed.RemoveAt(which);
            if (_completed.Count > 0) await CompareAsync(_completed[^1].Reference, _completed[^1].Store);
        }

        private async Task AbortAsync()
        {
            if (_pending.Count == 0 || _random.Next(2) == 0) return;
            await _reference.DeleteAsync(_pending[0].Reference);
            await _store.DeleteAsync(_pending[0].Store);
            _pending.RemoveAt(0);
        }

        private async Task CompareChangesAsync()
        {
            if (_completed.Count < 2) return;
            var one = _completed[_random.Next(_completed.Count)];
            var other = _completed[_random.Next(_completed.Count)];
            long start = _random.Next(3) * 5;
            Assert.Equal(
                await _reference.ListChangedBlocksAsync(one.Reference, other.Reference, start).ToListAsync(),
                await _store.ListChangedBlocksAsync(one.Store, other.Store, start).ToListAsync());
        }

        private async Task CompareAsync(string reference, string id)
        {
            await using ISnapshotReader expected = await _reference.OpenAsync(reference);
            var disk = new Dictionary<long, byte[]>();
            foreach (SnapshotBlock block in await expected.ListBlocksAsync().ToListAsync())
            {
                disk[block.Index] = new byte[BlockGeometry.BlockSize];
                await expected.ReadBlockAsync(block.Index, disk[block.Index]);
            }

            await _store.HoldsAsync(id, disk);
        }
    }
}
