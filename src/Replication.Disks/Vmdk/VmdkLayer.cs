using Replication.Core.Disks;

namespace Replication.Disks.Vmdk;

/// <summary>One image of a chain: its extents in disk order, over its parent. What it does not have comes from the parent.</summary>
internal sealed class VmdkLayer(IReadOnlyList<VmdkExtent> extents, VmdkLayer? parent)
{
    public long Length { get; } = extents[^1].End;

    /// <summary>The range lies within the disk.</summary>
    public void Read(long offset, Span<byte> target)
    {
        while (target.Length > 0)
        {
            var extent = ExtentAt(offset);
            long within = offset - extent.Offset;
            var run = extent.Locate(within, Math.Min(target.Length, extent.Length - within));
            var part = target[..(int)run.Length];
            if (run.State == RunState.Data) extent.Read(within, part);
            else if (run.State == RunState.Absent && parent is not null) parent.ReadOrZero(offset, part);
            else part.Clear();
            offset += run.Length;
            target = target[part.Length..];
        }
    }

    /// <summary>Ranges that may hold other than zeros, ascending, possibly adjacent.</summary>
    public IEnumerable<Extent> Allocated(long offset, long length, CancellationToken cancellationToken)
    {
        long end = Math.Min(Length, offset + length);
        while (offset < end)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var extent = ExtentAt(offset);
            long within = offset - extent.Offset;
            var run = extent.LocateAllocated(within, Math.Min(end - offset, extent.Length - within));
            if (run.State == RunState.Data)
            {
                yield return new Extent(offset, run.Length);
            }
            else if (run.State == RunState.Absent && parent is not null)
            {
                foreach (var inherited in parent.Allocated(offset, run.Length, cancellationToken)) yield return inherited;
            }

            offset += run.Length;
        }
    }

    /// <summary>A child may be longer than its parent when the disk was grown: beyond the parent's end there are zeros.</summary>
    private void ReadOrZero(long offset, Span<byte> target)
    {
        int own = (int)Math.Clamp(Length - offset, 0, target.Length);
        if (own > 0) Read(offset, target[..own]);
        target[own..].Clear();
    }

    private VmdkExtent ExtentAt(long offset)
    {
        int low = 0;
        int high = extents.Count - 1;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (offset < extents[middle].End) high = middle;
            else low = middle + 1;
        }

        return extents[low];
    }
}
