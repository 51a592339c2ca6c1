using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;
using Replication.Core.Disks;
using Replication.Core.Platform;
using Replication.Core.Snapshots;

namespace Replication.Bench.Ours;

/// <summary>
/// The least that proven replication can be: as many threads as cores read 512 KiB, hash it and write it to one file,
/// which is flushed at the end. No index, no history, no recovery after a crash.
/// </summary>
internal static class BareLoop
{
    public static async Task<(VerbTime Time, long Read, long Sent)> RunAsync(string source, string target)
    {
        var clock = VerbClock.Start();
        using SafeFileHandle from = File.OpenHandle(source);
        using SafeFileHandle to = File.OpenHandle(target, FileMode.CreateNew, FileAccess.Write);
        long[] offsets =
            [.. SparseFile.AllocatedExtents(from, 0, RandomAccess.GetLength(from)).SelectMany(Blocks)];
        long next = -1;
        long total = 0;
        await Task.WhenAll(Enumerable.Range(0, Environment.ProcessorCount).Select(_ => Task.Run(() =>
        {
            byte[] buffer = GC.AllocateUninitializedArray<byte>(BlockGeometry.BlockSize, pinned: true);
            Span<byte> digest = stackalloc byte[BlockDigest.Size];
            for (long index = Interlocked.Increment(ref next); index < offsets.Length; index = Interlocked.Increment(ref next))
            {
                int count = RandomAccess.Read(from, buffer, offsets[index]);
                SHA256.HashData(buffer.AsSpan(0, count), digest);
                // Side by side, as a store keeps them.
                RandomAccess.Write(to, buffer.AsSpan(0, count), index * BlockGeometry.BlockSize);
                Interlocked.Add(ref total, count);
            }
        })));
        RandomAccess.FlushToDisk(to);
        return (clock.Stop(), total, total);
    }

    private static IEnumerable<long> Blocks(Extent extent)
    {
        for (long offset = extent.Offset; offset < extent.End; offset += BlockGeometry.BlockSize) yield return offset;
    }
}
