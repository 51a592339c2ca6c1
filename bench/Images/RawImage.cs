using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Replication.Bench.Images;

/// <summary>A raw image of incompressible data. The same seed, position and generation make the same bytes in every run.</summary>
internal sealed class RawImage(string path, DataLayout layout)
{
    private const int Chunk = 1 << 20;

    public string Path => path;

    public DataLayout Layout => layout;

    public static RawImage Create(string path, DataLayout layout)
    {
        using SafeFileHandle file = File.OpenHandle(path, FileMode.CreateNew, FileAccess.Write);
        RandomAccess.SetLength(file, layout.Length);
        var buffer = new byte[Chunk];
        long content = 0;
        foreach (long run in layout.Runs())
        {
            for (long offset = 0; offset < layout.RunLength; offset += Chunk)
            {
                Span<byte> data = buffer.AsSpan(0, (int)Math.Min(Chunk, layout.RunLength - offset));
                // By place among the data, not on the disk: layouts that differ in their holes hold the same data.
                Fill(data, (ulong)(content + offset), generation: 0);
                RandomAccess.Write(file, data, run + offset);
            }

            content += layout.RunLength;
        }

        return new RawImage(path, layout);
    }

    /// <summary>Overwrites units of the data, chosen by their number, with content of the given generation.</summary>
    public void Overwrite(IEnumerable<long> units, int unitSize, int generation)
    {
        using SafeFileHandle file = File.OpenHandle(path, FileMode.Open, FileAccess.Write);
        var data = new byte[unitSize];
        foreach (long unit in units)
        {
            Fill(data, (ulong)unit * (ulong)unitSize, generation);
            RandomAccess.Write(file, data, layout.OffsetOf(unit, unitSize));
        }
    }

    /// <summary>A share of the units, spread at random but the same ones in every run, ascending.</summary>
    public IReadOnlyList<long> Choose(double share, int unitSize)
    {
        long units = layout.DataBytes / unitSize;
        var chosen = new SortedSet<long>();
        ulong state = 0x5EED;
        while (chosen.Count < units * share) chosen.Add((long)(Next(ref state) % (ulong)units));
        return [.. chosen];
    }

    private static void Fill(Span<byte> data, ulong position, int generation)
    {
        ulong state = position * 0x9E3779B97F4A7C15 ^ ((ulong)generation + 1) * 0xD1B54A32D192ED03;
        foreach (ref ulong word in MemoryMarshal.Cast<byte, ulong>(data)) word = Next(ref state);
    }

    /// <summary>SplitMix64 (Steele, Lea, Flood 2014): fast, and nothing compresses what it makes.</summary>
    private static ulong Next(ref ulong state)
    {
        ulong z = state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
