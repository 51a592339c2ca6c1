using System.Buffers;
using System.Security.Cryptography;
using Replication.Disks.Overlays.Files;

namespace Replication.Disks.Overlays;

/// <summary>
/// The map as a file: a header and records in the order in which they were acknowledged. Behind the last record there is always room
/// for the records of a commit, written in advance, so that a disk that is full does not keep what was acknowledged from becoming durable.
/// Not safe for concurrent use.
/// </summary>
internal sealed class OverlayLog(IOverlayFile file, long end, uint sessionBefore, bool isCommitted) : IDisposable
{
    /// <summary>Of a map in which nobody has written yet.</summary>
    public const uint NoSession = 0;

    /// <summary>A commit, the word that it is durable, and before them the record of a new session.</summary>
    private const int Room = 3 * OverlayRecord.HeaderSize;

    // Nobody can know what others had left behind the end: no two sessions have the same number.
    private readonly uint _session = BitConverter.ToUInt32(RandomNumberGenerator.GetBytes(sizeof(uint))) | 1;
    private bool _opened;

    /// <summary>Behind the last record.</summary>
    public long End { get; private set; } = end;

    /// <summary>Whether the last record is a commit.</summary>
    public bool IsCommitted { get; private set; } = isCommitted;

    /// <summary>Writes a record; it is found again after the end of the process, and survives a power loss from the next commit on.</summary>
    public void Append(OverlayRecord record)
    {
        if (!_opened && record.Kind != OverlayRecordKind.Opened)
        {
            Append(new OverlayRecord(OverlayRecordKind.Opened, Slot: sessionBefore));
            _opened = true;
        }

        // What a commit needs is there already, behind the record before it.
        int length = record.Size + (record.Kind is OverlayRecordKind.Data or OverlayRecordKind.Zero ? Room : 0);
        byte[] bytes = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            (record with { Session = _session }).WriteTo(bytes, End);
            bytes.AsSpan(record.Size, length - record.Size).Clear();
            // One that fails half-way is written over by the next: nothing is found behind a record that is not whole.
            file.Write(End, bytes.AsSpan(0, length));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }

        End += record.Size;
        IsCommitted = false;
    }

    /// <summary>Makes the records durable; the content of their slots must be already.</summary>
    public void Commit()
    {
        Append(new OverlayRecord(OverlayRecordKind.Commit));
        file.Flush();
        // Not flushed itself: it tells damage of what was durable from the end of a machine in the middle of a flush.
        Append(new OverlayRecord(OverlayRecordKind.Durable));
        IsCommitted = true;
    }

    public void Dispose() => file.Dispose();

    /// <summary>Writes a map from its beginning, flushed, without giving it its name.</summary>
    public static OverlayLog Write(IOverlayFile file, OverlayHeader header, OverlayMap map, long chunks)
    {
        file.Write(0, header.ToBytes());
        var log = new OverlayLog(file, OverlayHeader.Size, NoSession, isCommitted: false);
        // First: a chunk that has a slot as well was written after it was zeroed.
        foreach ((long start, long end) in map.Zeros) log.Append(new OverlayRecord(OverlayRecordKind.Zero, start, end - start));
        foreach (OverlayRecord record in DataOf(map, chunks)) log.Append(record);
        log.Commit();
        return log;
    }

    private static IEnumerable<OverlayRecord> DataOf(OverlayMap map, long chunks)
    {
        var checksums = new List<uint>();
        long first = 0;
        uint slot = 0;
        OverlayRecord Gathered() => new(OverlayRecordKind.Data, first, checksums.Count, slot, [.. checksums]);
        foreach (WrittenRun run in map.Written(0, chunks).Where(run => !run.IsZero))
        {
            for (long chunk = run.Start; chunk < run.End; chunk++)
            {
                OverlaySlot place = map.Find(chunk)!.Value;
                bool follows = chunk == first + checksums.Count && place.Number == slot + checksums.Count && checksums.Count < OverlayRecord.MaxChunks;
                if (checksums.Count > 0 && !follows)
                {
                    yield return Gathered();
                    checksums.Clear();
                }

                if (checksums.Count == 0) (first, slot) = (chunk, place.Number);
                checksums.Add(place.Checksum);
            }
        }

        if (checksums.Count > 0) yield return Gathered();
    }
}
