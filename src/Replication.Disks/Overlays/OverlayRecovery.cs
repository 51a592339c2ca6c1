using System.Buffers.Binary;
using Replication.Disks.Overlays.Files;

namespace Replication.Disks.Overlays;

/// <summary>
/// Reads a map back. Records behind the last commit were acknowledged but not flushed: they count in their order as long as each is
/// whole and its slots hold what it says, so that the disk is as it was at one moment at or after the last flush. Where the
/// map ends early because the machine did, nothing behind says that the records before it are durable; where something does, the map
/// is damaged, and is refused.
/// </summary>
internal sealed class OverlayRecovery(IOverlayFile map, IOverlayFile data, string path)
{
    /// <summary>Much longer than a record, so that most are found in one read.</summary>
    private const int WindowSize = 1 << 20;

    private readonly byte[] _window = new byte[WindowSize];
    private long _windowOffset;
    private int _windowLength;

    public (OverlayMap Map, OverlayLog Log) Run(long chunks)
    {
        (long committed, long durable, long end) = FindEnds();
        RequireNothingDurableBehind(end);
        var state = new OverlayMap();
        var chunk = new byte[OverlayChunk.Size];
        long at = OverlayHeader.Size;
        uint last = OverlayLog.NoSession;
        while (at < end)
        {
            OverlayRecord record = ReadAt(at)!;
            if (record.Chunk + record.Count > chunks) throw OverlayErrors.Corrupt(path, at, "The map has a record beyond the disk's end.");
            // A record that became durable before its slots did, as a power loss may have it.
            if (at >= committed && !HoldsContent(record, chunk)) break;
            Apply(state, record);
            last = record.Session;
            at += record.Size;
        }

        // A commit that nothing says to be durable may be lost still, and with it the map that says which slots are free.
        return (state, new OverlayLog(map, at, last, isCommitted: at == durable));
    }

    private static void Apply(OverlayMap state, OverlayRecord record)
    {
        if (record.Kind == OverlayRecordKind.Zero) state.Zero(record.Chunk, record.Chunk + record.Count);
        for (int i = 0; i < (record.Checksums?.Length ?? 0); i++)
            state.Set(record.Chunk + i, new OverlaySlot(record.Slot + (uint)i, record.Checksums![i]));
    }

    private (long Committed, long Durable, long End) FindEnds()
    {
        long committed = OverlayHeader.Size;
        long durable = OverlayHeader.Size;
        long at = OverlayHeader.Size;
        uint session = OverlayLog.NoSession;
        while (ReadAt(at) is { } record && record.Follows(session))
        {
            session = record.Session;
            at += record.Size;
            if (record.Kind == OverlayRecordKind.Commit) committed = at;
            if (record.Kind == OverlayRecordKind.Durable) committed = durable = at;
        }

        return (committed, durable, at);
    }

    private void RequireNothingDurableBehind(long end)
    {
        long length = map.Length;
        for (long at = end; at + OverlayRecord.HeaderSize <= length; at += OverlayRecord.Alignment)
        {
            ReadOnlySpan<byte> bytes = Window(at, OverlayRecord.HeaderSize);
            bool maybe = BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]) == (uint)OverlayRecordKind.Durable;
            if (maybe && OverlayRecord.TryRead(bytes, at) is not null) throw OverlayErrors.Corrupt(path, end, "A record of the map contradicts its checksum.");
        }
    }

    private bool HoldsContent(OverlayRecord record, byte[] chunk)
    {
        for (int i = 0; i < (record.Checksums?.Length ?? 0); i++)
        {
            var slot = new OverlaySlot(record.Slot + (uint)i, record.Checksums![i]);
            if (data.Read(slot.Offset, chunk) < chunk.Length || OverlayChunk.Checksum(record.Chunk + i, chunk) != slot.Checksum) return false;
        }

        return true;
    }

    private OverlayRecord? ReadAt(long offset) => OverlayRecord.TryRead(Window(offset, OverlayRecord.MaxSize), offset);

    /// <summary>Bytes from an offset on; fewer than wanted at the file's end alone.</summary>
    private ReadOnlySpan<byte> Window(long offset, int wanted)
    {
        if (offset < _windowOffset || offset + wanted > _windowOffset + _windowLength)
        {
            _windowOffset = offset;
            _windowLength = map.Read(offset, _window);
        }

        int start = (int)(offset - _windowOffset);
        return _window.AsSpan(start, Math.Min(wanted, _windowLength - start));
    }
}
