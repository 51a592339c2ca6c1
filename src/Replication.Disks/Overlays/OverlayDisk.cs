using System.Runtime.CompilerServices;
using Replication.Core.Disks;

namespace Replication.Disks.Overlays;

/// <summary>
/// A writable disk over one that never changes. What is written goes to free slots of a data file, never over what a map needs;
/// then a record of the map says which chunks the slots hold, with a checksum of each. A flush makes the slots durable, then
/// the records, then a commit. Writers take turns; readers wait for nobody.
/// </summary>
internal sealed class OverlayDisk(IDiskView basis, OverlayState state) : IOverlayDisk
{
    /// <summary>Chunks looked at in one go when ranges are listed (64 GiB of disk): bounds what is held at once.</summary>
    private const long ListedChunks = 1L << 24;

    private readonly SemaphoreSlim _turn = new(1);

    public long Length => basis.Length;

    public int LogicalSectorSize => basis.LogicalSectorSize;

    public string Format => $"overlay over {basis.Format}";

    public async ValueTask ReadAsync(long offset, Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        RequireInside(offset, buffer.Length);
        if (await TryReadAsync(offset, buffer, cancellationToken) is null) return;
        // A slot that was read while somebody gave it up and another took it is no damage: nobody writes during the second look.
        await _turn.WaitAsync(cancellationToken);
        try
        {
            if (await TryReadAsync(offset, buffer, cancellationToken) is { } damaged) throw state.Damage(damaged);
        }
        finally
        {
            _turn.Release();
        }
    }

    public async ValueTask WriteAsync(long offset, ReadOnlyMemory<byte> data, CancellationToken cancellationToken = default)
    {
        RequireInside(offset, data.Length);
        if (data.Length == 0) return;
        long end = offset + data.Length;
        long first = OverlayChunk.Of(offset);
        long last = OverlayChunk.Count(end);
        bool isWhole = offset % OverlayChunk.Size == 0 && data.Length % OverlayChunk.Size == 0;
        // The base never changes and may be slow: it is read before it is this writer's turn.
        byte[]? head = isWhole || Covers(first, offset, end) ? null : await ReadBaseAsync(first, cancellationToken);
        byte[]? tail = isWhole || Covers(last - 1, offset, end) ? null : last - 1 == first ? head : await ReadBaseAsync(last - 1, cancellationToken);
        await _turn.WaitAsync(cancellationToken);
        try
        {
            if (isWhole)
            {
                state.Write(first, data.Span);
                return;
            }

            var whole = new byte[(last - first) * OverlayChunk.Size];
            if (head is not null) Fill(first, head, whole);
            if (tail is not null && last - 1 != first) Fill(last - 1, tail, whole.AsSpan((int)((last - 1 - first) * OverlayChunk.Size)));
            data.Span.CopyTo(whole.AsSpan((int)(offset - (first * OverlayChunk.Size))));
            state.Write(first, whole);
        }
        finally
        {
            _turn.Release();
        }
    }

    public async ValueTask WriteZeroesAsync(long offset, long length, CancellationToken cancellationToken = default)
    {
        RequireInside(offset, length);
        if (length == 0) return;
        long end = offset + length;
        long first = OverlayChunk.Count(offset);
        // The disk's last chunk is whole although the disk ends within it.
        long last = end == Length ? OverlayChunk.Count(end) : OverlayChunk.Of(end);
        if (first >= last)
        {
            await WriteAsync(offset, new byte[length], cancellationToken);
            return;
        }

        long whole = first * OverlayChunk.Size;
        if (offset < whole) await WriteAsync(offset, new byte[whole - offset], cancellationToken);
        if (end > last * OverlayChunk.Size) await WriteAsync(last * OverlayChunk.Size, new byte[end - (last * OverlayChunk.Size)], cancellationToken);
        await _turn.WaitAsync(cancellationToken);
        try
        {
            state.Zero(first, last);
        }
        finally
        {
            _turn.Release();
        }
    }

    public async ValueTask FlushAsync(CancellationToken cancellationToken = default)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            state.Flush();
        }
        finally
        {
            _turn.Release();
        }
    }

    public async IAsyncEnumerable<Extent> AllocatedExtentsAsync(
        long offset, long length, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        long end = Math.Min(offset + length, Length);
        var joined = new JoinedExtents();
        long at = offset;
        foreach (WrittenRun run in Written(OverlayChunk.Of(offset), OverlayChunk.Count(end)))
        {
            Extent written = Clip(run, offset, end);
            await foreach (Extent below in basis.AllocatedExtentsAsync(at, written.Offset - at, cancellationToken))
                if (joined.Add(below) is { } before) yield return before;
            if (!run.IsZero && joined.Add(written) is { } complete) yield return complete;
            at = written.End;
        }

        await foreach (Extent below in basis.AllocatedExtentsAsync(at, end - at, cancellationToken))
            if (joined.Add(below) is { } before) yield return before;
        if (joined.Last is { } last) yield return last;
    }

    public async IAsyncEnumerable<Extent> ChangedExtentsAsync(
        long offset, long length, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        long end = Math.Min(offset + length, Length);
        var joined = new JoinedExtents();
        foreach (WrittenRun run in Written(OverlayChunk.Of(offset), OverlayChunk.Count(end)))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (joined.Add(Clip(run, offset, end)) is { } complete) yield return complete;
        }

        await ValueTask.CompletedTask;
        if (joined.Last is { } last) yield return last;
    }

    public async ValueTask DisposeAsync()
    {
        await _turn.WaitAsync();
        try
        {
            state.Close();
        }
        finally
        {
            _turn.Dispose();
        }
    }

    /// <returns>A chunk whose slot does not hold what it must; null when everything was read.</returns>
    private async ValueTask<long?> TryReadAsync(long offset, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        long end = offset + buffer.Length;
        long at = offset;
        foreach (WrittenRun run in state.Written(OverlayChunk.Of(offset), OverlayChunk.Count(end)))
        {
            Extent written = Clip(run, offset, end);
            if (written.Offset > at) await basis.ReadAsync(at, buffer.Slice((int)(at - offset), (int)(written.Offset - at)), cancellationToken);
            Memory<byte> part = buffer.Slice((int)(written.Offset - offset), (int)written.Length);
            if (run.IsZero) part.Span.Clear();
            else if (state.TryRead(written.Offset, part.Span) is { } damaged) return damaged;
            at = written.End;
        }

        if (end > at) await basis.ReadAsync(at, buffer[(int)(at - offset)..], cancellationToken);
        return null;
    }

    private async ValueTask<byte[]> ReadBaseAsync(long chunk, CancellationToken cancellationToken)
    {
        var content = new byte[OverlayChunk.Size];
        long offset = chunk * OverlayChunk.Size;
        await basis.ReadAsync(offset, content.AsMemory(0, (int)Math.Min(content.Length, Length - offset)), cancellationToken);
        return content;
    }

    /// <summary>A chunk's present content: what was written to it, else what the base holds.</summary>
    private void Fill(long chunk, byte[] below, Span<byte> content)
    {
        content = content[..OverlayChunk.Size];
        if (state.IsZero(chunk)) content.Clear();
        else if (!state.HasSlot(chunk)) below.CopyTo(content);
        else if (state.TryRead(chunk * OverlayChunk.Size, content) is { } damaged) throw state.Damage(damaged);
    }

    private IEnumerable<WrittenRun> Written(long start, long end)
    {
        for (long at = start; at < end; at += ListedChunks)
        {
            foreach (WrittenRun run in state.Written(at, Math.Min(at + ListedChunks, end))) yield return run;
        }
    }

    private bool Covers(long chunk, long offset, long end) =>
        offset <= chunk * OverlayChunk.Size && end >= Math.Min((chunk + 1) * OverlayChunk.Size, Length);

    private static Extent Clip(WrittenRun run, long offset, long end)
    {
        long start = Math.Max(run.Start * OverlayChunk.Size, offset);
        return new Extent(start, Math.Min(run.End * OverlayChunk.Size, end) - start);
    }

    private void RequireInside(long offset, long length)
    {
        if (offset < 0 || length < 0 || offset > Length - length)
            throw new ArgumentOutOfRangeException(nameof(offset), offset, "The range lies outside the disk.");
    }
}
