using Replication.Core.Snapshots;

namespace Replication.Agent.Drill;

/// <summary>Changes a disk as a workload would: a few long writes, many small ones, some blocks become zeros.</summary>
internal static class Scribbler
{
    /// <param name="path">Raw image.</param>
    /// <param name="length">Bytes of it that are the disk.</param>
    /// <param name="seed">Which changes.</param>
    /// <param name="fraction">Share of the blocks that are touched.</param>
    public static void Scribble(string path, long length, int seed, double fraction)
    {
        using var file = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        var random = new Random(seed);
        int touches = (int)Math.Max(4, BlockGeometry.BlockCount(length) * fraction);
        for (int i = 0; i < touches; i++)
        {
            // Small disks of users must do as well: never longer than the disk.
            int size = (int)Math.Min(length, i % 8 == 0 ? random.Next(1, 3 * BlockGeometry.BlockSize) : random.Next(1, 8192));
            var data = new byte[size];
            if (i % 16 != 5) random.NextBytes(data);
            RandomAccess.Write(file, data, random.NextInt64(0, length - size + 1));
        }

        RandomAccess.FlushToDisk(file);
    }
}
