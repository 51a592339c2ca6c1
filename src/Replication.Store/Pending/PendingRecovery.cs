using System.Buffers;
using Replication.Core.Snapshots;
using Replication.Store.Data;

namespace Replication.Store.Pending;

/// <summary>
/// Decides which puts of a log survived. Records before the newest mark were flushed together with their data: an
/// unreadable one there is damage. What follows may have been lost in part: a put counts when its record is whole and
/// its block still has the SHA-256 that was verified on arrival.
/// </summary>
internal sealed class PendingRecovery(PutLog log, GrainReader grains)
{
    /// <summary>Number of records that are trusted as they are.</summary>
    public long Trusted { get; } = FindTrusted(log);

    /// <summary>The surviving puts in log order; those that did not survive go to <paramref name="dropped"/>.</summary>
    public IEnumerable<PutRecord> Survivors(Action<long> dropped)
    {
        byte[] block = ArrayPool<byte>.Shared.Rent(BlockGeometry.BlockSize);
        try
        {
            foreach (var (sequence, record) in log.Scan(0, log.Count))
            {
                if (record.Kind == PutRecordKind.Put && (sequence < Trusted || IsIntact(record, block.AsSpan(0, BlockGeometry.BlockSize))))
                {
                    yield return record;
                }
                else if (sequence < Trusted)
                {
                    if (record.Kind == PutRecordKind.Invalid)
                        throw StoreErrors.CorruptIndex(log.Path, sequence * PutRecord.Size, "the record of a put is damaged");
                }
                else if (record.Kind is PutRecordKind.Put or PutRecordKind.Invalid)
                {
                    dropped(sequence);
                }
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(block);
        }
    }

    private static long FindTrusted(PutLog log)
    {
        long trusted = 0;
        foreach (var (sequence, record) in log.Scan(0, log.Count))
        {
            if (record.Kind == PutRecordKind.Mark && record.Block <= sequence) trusted = Math.Max(trusted, record.Block);
        }

        return trusted;
    }

    private bool IsIntact(in PutRecord record, Span<byte> block) => grains.ReadProven(record.Arrived, block) is null;
}
