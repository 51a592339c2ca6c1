using System.Buffers;
using System.Collections.Concurrent;
using Replication.Core.Errors;
using Replication.Core.Snapshots;
using Replication.Store.Data;
using Replication.Store.Index;
using Replication.Store.Reading;

namespace Replication.Store.Maintenance;

/// <summary>Verifies snapshots one after the other, the blocks of each on all cores.</summary>
internal sealed class VerificationRun(DamageList damages, IProgress<VerificationProgress>? progress, int blocksPerReport, CancellationToken cancellationToken)
{
    /// <summary>What is known to be damaged per place of the data, so that those who share it are named too.</summary>
    private readonly ConcurrentDictionary<string, ConcurrentDictionary<long, BlockEntry>> _damagedBlocks = new(StringComparer.Ordinal);

    private long _blocks;

    public long Blocks => Volatile.Read(ref _blocks);

    public async Task VerifyAsync(LeasedSnapshot snapshot, LeasedSnapshot? parent)
    {
        string id = snapshot.Descriptor.Start.Id;
        var damaged = _damagedBlocks.GetOrAdd(snapshot.Volume.Id, _ => []);
        if (parent is not null) NameShared(snapshot, damaged);
        var grains = new GrainReader(snapshot.Volume.Segments);
        await Parallel.ForEachAsync(Entries(snapshot, parent), cancellationToken, (pair, _) =>
        {
            VerifyBlock(snapshot, grains, pair.Key, pair.Value, damaged);
            long done = Interlocked.Increment(ref _blocks);
            if (done % blocksPerReport == 0) progress?.Report(new VerificationProgress(id, done));
            return ValueTask.CompletedTask;
        });
        progress?.Report(new VerificationProgress(id, Blocks));
    }

    private static bool IsStoredAlike(in BlockEntry one, in BlockEntry other)
    {
        for (int grain = 0; grain < BlockGeometry.GrainsPerBlock; grain++)
        {
            if (one.Grains[grain] != other.Grains[grain]) return false;
        }

        return one.Digest == other.Digest;
    }

    private void VerifyBlock(LeasedSnapshot snapshot, GrainReader grains, long block, BlockEntry entry, ConcurrentDictionary<long, BlockEntry> damaged)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(BlockGeometry.BlockSize);
        try
        {
            if (grains.ReadProven(entry, buffer.AsSpan(0, BlockGeometry.BlockSize)) is not { } defect) return;
            if (damaged.Count < VerificationReport.MaximumDamages) damaged[block] = entry;
            string id = snapshot.Descriptor.Start.Id;
            damages.Add(StoreErrors.CorruptBlock(id, block, defect.Path, defect.Offset, defect.Found), id);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private void NameShared(LeasedSnapshot snapshot, ConcurrentDictionary<long, BlockEntry> damaged)
    {
        string id = snapshot.Descriptor.Start.Id;
        foreach (var (block, entry) in damaged)
        {
            try
            {
                if (!IsStoredAlike(snapshot.Tree.Find(block), entry)) continue;
            }
            catch (SnapshotStoreException)
            {
                // The walk reports the index page that is unreadable.
                continue;
            }

            damages.Add(StoreErrors.CorruptBlock(id, block, snapshot.Volume.Paths.Data, null, "it shares a damaged block with an older snapshot"), id);
        }
    }

    /// <summary>The blocks to read. A page that cannot be read is reported and ends the list: what it led to is unreachable.</summary>
    private IEnumerable<KeyValuePair<long, BlockEntry>> Entries(LeasedSnapshot snapshot, LeasedSnapshot? parent)
    {
        using var entries = (parent is null ? snapshot.Tree.Entries() : New(snapshot, parent)).GetEnumerator();
        while (true)
        {
            try
            {
                if (!entries.MoveNext()) yield break;
            }
            catch (SnapshotStoreException error)
            {
                damages.Add(error, snapshot.Descriptor.Start.Id);
                yield break;
            }

            yield return entries.Current;
        }
    }

    private static IEnumerable<KeyValuePair<long, BlockEntry>> New(LeasedSnapshot snapshot, LeasedSnapshot parent)
    {
        var diff = new TreeDiff(parent.Volume.Index, snapshot.Volume.Index, (one, other) => one.Page == other.Page);
        return diff.Walk(parent.Tree.Root, snapshot.Tree.Root)
            .Where(pair => !pair.Second.IsAbsent && !IsStoredAlike(pair.First, pair.Second))
            .Select(pair => new KeyValuePair<long, BlockEntry>(pair.Block, pair.Second));
    }
}
