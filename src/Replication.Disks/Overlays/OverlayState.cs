using System.Buffers;
using Replication.Core.Errors;
using Replication.Disks.Overlays.Files;

namespace Replication.Disks.Overlays;

/// <summary>
/// The open files of an overlay with the map in memory. Writing, zeroing and flushing are for one caller at a time; looking
/// and reading are for any.
/// </summary>
internal sealed class OverlayState
{
    /// <summary>Written without a flush: then one is made, so that what has to be looked at after a crash is bounded.</summary>
    private const long CommitBytes = 256L << 20;

    /// <summary>Holes of a file system begin to be worth it at some blocks.</summary>
    private const long SmallestHole = 16;

    /// <summary>A map that grew this much beyond what it says is written anew.</summary>
    private const long CompactionSlack = 4L << 20;

    private readonly Lock _gate = new();
    private readonly IOverlayFiles _files;
    private readonly IOverlayFile _data;
    private readonly OverlayHeader _header;
    private readonly OverlayMap _map;
    private readonly SlotAllocator _slots;
    private OverlayLog _log;
    private long _unflushed;
    private long _compactAt;
    private Exception? _failure;

    private OverlayState(IOverlayFiles files, IOverlayFile data, OverlayHeader header, OverlayMap map, OverlayLog log)
    {
        _files = files;
        _data = data;
        _header = header;
        _map = map;
        _log = log;
        _slots = SlotAllocator.Of(map.Written(0, Chunks).Where(run => !run.IsZero).SelectMany(run => Slots(run)));
        _compactAt = log.End + CompactionSlack;
    }

    private long Chunks => OverlayChunk.Count(_header.DiskLength);

    public static OverlayState Open(IOverlayFiles files, OverlayHeader header, IOverlayFile data, IOverlayFile map)
    {
        (OverlayMap state, OverlayLog log) = new OverlayRecovery(map, data, files.Path).Run(OverlayChunk.Count(header.DiskLength));
        var overlay = new OverlayState(files, data, header, state, log);
        // What was found behind the last commit is made durable before anything is built on it.
        overlay.Flush();
        return overlay;
    }

    public DiskImageException Damage(long chunk) => OverlayErrors.Corrupt(
        _files.Path, chunk * OverlayChunk.Size, "What was written to the disk there contradicts its checksum.");

    public bool IsZero(long chunk)
    {
        lock (_gate) return _map.IsZero(chunk);
    }

    public bool HasSlot(long chunk)
    {
        lock (_gate) return _map.Find(chunk) is not null;
    }

    public List<WrittenRun> Written(long start, long end)
    {
        lock (_gate) return _map.Written(start, end);
    }

    /// <summary>Reads a range all of whose chunks had slots a moment ago.</summary>
    /// <returns>The first chunk that has no slot any more, or one that does not hold what it must; null when all was read.</returns>
    public long? TryRead(long offset, Span<byte> buffer)
    {
        byte[] content = ArrayPool<byte>.Shared.Rent(OverlayChunk.Size);
        try
        {
            Span<byte> whole = content.AsSpan(0, OverlayChunk.Size);
            while (buffer.Length > 0)
            {
                long chunk = OverlayChunk.Of(offset);
                int within = (int)(offset % OverlayChunk.Size);
                int count = Math.Min(OverlayChunk.Size - within, buffer.Length);
                Span<byte> target = count == OverlayChunk.Size ? buffer[..count] : whole;
                if (!TryReadChunk(chunk, target)) return chunk;
                if (count < OverlayChunk.Size) whole.Slice(within, count).CopyTo(buffer);
                offset += count;
                buffer = buffer[count..];
            }

            return null;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(content);
        }
    }

    public void Write(long chunk, ReadOnlySpan<byte> content) => Change(chunk, content, static (state, first, data) =>
    {
        while (data.Length > 0)
        {
            int wanted = Math.Min(data.Length / OverlayChunk.Size, OverlayRecord.MaxChunks);
            int written = state.WriteRun(first, data[..(wanted * OverlayChunk.Size)]);
            first += written;
            data = data[(written * OverlayChunk.Size)..];
        }
    });

    public void Zero(long start, long end) => Change(start, [], (state, first, _) =>
    {
        state._log.Append(new OverlayRecord(OverlayRecordKind.Zero, first, end - first));
        lock (state._gate)
        {
            foreach (OverlaySlot slot in state._map.Zero(first, end)) state._slots.GiveUp(slot);
        }
    });

    /// <summary>Everything acknowledged is durable when this returns.</summary>
    public void Flush()
    {
        RequireAlive();
        if (_log.IsCommitted) return;
        try
        {
            _data.Flush();
            _log.Commit();
        }
        catch (Exception error) when (OverlayErrors.IsStorage(error))
        {
            _failure = error;
            throw OverlayErrors.Write(_files.Path, error);
        }

        _unflushed = 0;
        foreach ((long start, long end) in _slots.Committed())
        {
            if (end - start >= SmallestHole) _data.Discard(start * OverlayChunk.Size, (end - start) * OverlayChunk.Size);
        }

        if (_log.End >= _compactAt) Compact();
    }

    public void Close()
    {
        try
        {
            if (_failure is null) Flush();
        }
        finally
        {
            _log.Dispose();
            _data.Dispose();
        }
    }

    private delegate void Work(OverlayState state, long chunk, ReadOnlySpan<byte> content);

    private void Change(long chunk, ReadOnlySpan<byte> content, Work work)
    {
        RequireAlive();
        try
        {
            work(this, chunk, content);
        }
        catch (Exception error) when (OverlayErrors.IsStorage(error))
        {
            throw OverlayErrors.Write(_files.Path, error);
        }

        _unflushed += content.Length;
        if (_unflushed >= CommitBytes) Flush();
    }

    /// <returns>Chunks that were written, from the first on: free slots need not follow one another.</returns>
    private int WriteRun(long chunk, ReadOnlySpan<byte> content)
    {
        (uint first, int count) = _slots.Allocate(content.Length / OverlayChunk.Size);
        if (count == 0) throw new DiskImageException(DiskErrorIds.StorageFull, _files.Path, null, "An overlay holds no more than 16 TiB.", "a new mount");
        content = content[..(count * OverlayChunk.Size)];
        var checksums = new uint[count];
        for (int i = 0; i < count; i++) checksums[i] = OverlayChunk.Checksum(chunk + i, content.Slice(i * OverlayChunk.Size, OverlayChunk.Size));
        try
        {
            _data.Write((long)first * OverlayChunk.Size, content);
            _log.Append(new OverlayRecord(OverlayRecordKind.Data, chunk, count, first, checksums));
        }
        catch
        {
            _slots.Return(first, count);
            throw;
        }

        lock (_gate)
        {
            for (int i = 0; i < count; i++)
            {
                if (_map.Set(chunk + i, new OverlaySlot(first + (uint)i, checksums[i])) is { } before) _slots.GiveUp(before);
            }
        }

        return count;
    }

    private bool TryReadChunk(long chunk, Span<byte> content)
    {
        OverlaySlot? found;
        lock (_gate) found = _map.Find(chunk);
        if (found is not { } slot) return false;
        try
        {
            return _data.Read(slot.Offset, content) == content.Length && OverlayChunk.Checksum(chunk, content) == slot.Checksum;
        }
        catch (Exception error) when (OverlayErrors.IsStorage(error))
        {
            throw OverlayErrors.Read(_files.Path, error);
        }
    }

    /// <summary>Writes the map anew without what was overwritten since. Where there is no room for it the long one goes on.</summary>
    private void Compact()
    {
        OverlayLog? compact = TryWriteMap();
        if (compact is not null)
        {
            _log.Dispose();
            _log = compact;
            try
            {
                _files.CommitMap();
            }
            catch (Exception error) when (OverlayErrors.IsStorage(error))
            {
                // Either map may be the one that is found; they say the same, and it stays so.
                _failure = error;
            }
        }

        _compactAt = (2 * _log.End) + CompactionSlack;
    }

    private OverlayLog? TryWriteMap()
    {
        IOverlayFile? file = null;
        try
        {
            file = _files.CreateMap();
            return OverlayLog.Write(file, _header, _map, Chunks);
        }
        catch (Exception error) when (OverlayErrors.IsStorage(error))
        {
            file?.Dispose();
            return null;
        }
    }

    private IEnumerable<OverlaySlot> Slots(WrittenRun run)
    {
        for (long chunk = run.Start; chunk < run.End; chunk++) yield return _map.Find(chunk)!.Value;
    }

    private void RequireAlive()
    {
        if (_failure is { } failure) throw OverlayErrors.Dead(_files.Path, failure);
    }
}
