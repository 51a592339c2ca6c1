using FsCheck;
using FsCheck.Fluent;
using Replication.Core.Disks;
using Replication.Disks.Tests.Support;

namespace Replication.Disks.Tests.Overlays;

/// <summary>A small disk, what is done to it, and what it must hold afterwards.</summary>
internal static class OverlayModel
{
    public const int Chunk = 4096;

    /// <summary>Ends within a chunk.</summary>
    public const int Length = (300 * Chunk) + 1536;

    private static readonly byte[] BasisContent = Content.Random(Length, 11);

    /// <summary>The base: data, a hole of 100 chunks, data.</summary>
    private static readonly Extent[] BasisExtents = [new(0, 100 * Chunk), new(200 * Chunk, Length - (200 * Chunk))];

    static OverlayModel() => BasisContent.AsSpan(100 * Chunk, 100 * Chunk).Clear();

    public static byte[] Start => (byte[])BasisContent.Clone();

    public static IDiskView Basis() => new BasisDisk(BasisContent, BasisExtents);

    public static Gen<OverlayStep> Step { get; } =
        from kind in Gen.Frequency((6, Gen.Constant(OverlayStepKind.Write)), (2, Gen.Constant(OverlayStepKind.Zero)), (1, Gen.Constant(OverlayStepKind.Flush)))
        from aligned in Gen.Elements(true, true, false)
        from place in Gen.Choose(0, (Length / 512) - 1)
        from sectors in Gen.Frequency((3, Gen.Choose(1, 40)), (1, Gen.Choose(1, 1200)))
        from value in Gen.Choose(1, 255)
        let offset = aligned ? place / 8 * Chunk : place * 512
        select new OverlayStep(kind, offset, Math.Min((aligned ? (sectors + 7) / 8 * 8 : sectors) * 512, Length - offset), (byte)value);

    public static async Task DoAsync(IOverlayDisk disk, OverlayStep step)
    {
        if (step.Kind == OverlayStepKind.Flush) await disk.FlushAsync();
        else if (step.Kind == OverlayStepKind.Zero) await disk.WriteZeroesAsync(step.Offset, step.Count);
        else await disk.WriteAsync(step.Offset, step.Bytes());
    }

    public static byte[] After(byte[] before, OverlayStep step)
    {
        if (step.Kind == OverlayStepKind.Flush) return before;
        var after = (byte[])before.Clone();
        step.Bytes().CopyTo(after.AsSpan(step.Offset));
        return after;
    }

    public static async Task<byte[]> ContentAsync(IDiskView disk)
    {
        var content = new byte[disk.Length];
        await disk.ReadAsync(0, content);
        return content;
    }

    /// <summary>
    /// Whether the found content is that after one of the moments from the last flush on, or between two of them with each chunk
    /// of the step between as it was before or after it.
    /// </summary>
    public static bool IsMoment(byte[] found, IReadOnlyList<byte[]> states, int firstAllowed)
    {
        for (int state = firstAllowed; state < states.Count; state++)
        {
            byte[] now = states[state];
            byte[] next = states[Math.Min(state + 1, states.Count - 1)];
            bool fits = true;
            for (int at = 0; fits && at < Length; at += Chunk)
            {
                int count = Math.Min(Chunk, Length - at);
                ReadOnlySpan<byte> chunk = found.AsSpan(at, count);
                fits = chunk.SequenceEqual(now.AsSpan(at, count)) || chunk.SequenceEqual(next.AsSpan(at, count));
            }

            if (fits) return true;
        }

        return false;
    }

    /// <summary>Reading a hole gives zeros, as that of any disk; reads of other ranges give what is there.</summary>
    private sealed class BasisDisk(byte[] content, Extent[] extents) : IDiskView
    {
        public long Length => content.Length;

        public int LogicalSectorSize => 512;

        public string Format => "memory";

        public IAsyncEnumerable<Extent> AllocatedExtentsAsync(long offset, long length, CancellationToken cancellationToken = default) =>
            (from extent in extents
             let start = Math.Max(extent.Offset, offset)
             let end = Math.Min(extent.End, offset + length)
             where start < end
             select new Extent(start, end - start)).ToAsyncEnumerable();

        public ValueTask ReadAsync(long offset, Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            content.AsMemory((int)offset, buffer.Length).CopyTo(buffer);
            return ValueTask.CompletedTask;
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
