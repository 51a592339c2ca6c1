using System.Runtime.CompilerServices;
using Replication.Core.Disks;

namespace Replication.Disks.Vmdk;

/// <summary>The guest's view of an image with its parents.</summary>
internal sealed class VmdkDisk(VmdkLayer top, VmdkFileSet files, string format) : IDiskView
{
    public long Length => top.Length;

    /// <summary>The format knows no other sector size.</summary>
    public int LogicalSectorSize => VmdkLimits.SectorSize;

    public string Format => format;

    public async IAsyncEnumerable<Extent> AllocatedExtentsAsync(
        long offset, long length, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        Check(offset, length);
        Extent? pending = null;
        foreach (var next in top.Allocated(offset, length, cancellationToken))
        {
            if (pending is not { } last)
            {
                pending = next;
            }
            else if (last.End == next.Offset)
            {
                pending = new Extent(last.Offset, last.Length + next.Length);
            }
            else
            {
                yield return last;
                pending = next;
            }
        }

        if (pending is { } final) yield return final;
        await ValueTask.CompletedTask;
    }

    public ValueTask ReadAsync(long offset, Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Check(offset, buffer.Length);
        top.Read(offset, buffer.Span);
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync()
    {
        files.Dispose();
        return ValueTask.CompletedTask;
    }

    private void Check(long offset, long length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset, Length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, Length - offset);
    }
}
