using System.Collections;

namespace Replication.Store.Pending;

/// <summary>
/// The puts of a log in ascending block order, of each block the last. Works in windows of blocks: one pass over the
/// log notes which record is the last of each block in the window. Sections of the log that hold nothing of a window
/// are skipped, so that a log in nearly ascending order, which is how disks are copied, is read about once whatever
/// its size; a log in random order is read once per window. Needs no space on disk and a fixed amount of memory.
/// </summary>
internal sealed class LatestPuts(PutLog log, long count, int windowBlocks, IReadOnlySet<long>? excluded = null) : IEnumerable<PutRecord>
{
    private const int SectionRecords = 64 * 1024;

    public IEnumerator<PutRecord> GetEnumerator()
    {
        var sections = Sections();
        if (sections.Count == 0) yield break;
        long first = sections.Min(section => section.FirstBlock);
        long last = sections.Max(section => section.LastBlock);
        var latest = new int[(int)Math.Min(windowBlocks, last - first + 1)];
        for (long start = first; start <= last; start += latest.Length)
        {
            if (!Gather(sections, start, latest)) continue;
            for (int i = 0; i < latest.Length; i++)
            {
                if (latest[i] != 0) yield return Read(latest[i] - 1L);
            }
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Records the place, plus one, of the last put of each block of the window.</summary>
    private bool Gather(List<Section> sections, long start, int[] latest)
    {
        Array.Clear(latest);
        bool any = false;
        foreach (Section section in sections)
        {
            if (section.LastBlock < start || section.FirstBlock >= start + latest.Length) continue;
            foreach (var (sequence, record) in log.Scan(section.From, section.To))
            {
                if (record.Kind != PutRecordKind.Put || record.Block < start || record.Block >= start + latest.Length) continue;
                if (excluded?.Contains(sequence) == true) continue;
                latest[record.Block - start] = checked((int)(sequence + 1));
                any = true;
            }
        }

        return any;
    }

    private PutRecord Read(long sequence)
    {
        PutRecord record = log.Read(sequence);
        return record.Kind == PutRecordKind.Put
            ? record
            : throw StoreErrors.CorruptIndex(log.Path, sequence * PutRecord.Size, "the record of a put is damaged");
    }

    private List<Section> Sections()
    {
        var sections = new List<Section>();
        for (long from = 0; from < count; from += SectionRecords)
        {
            long to = Math.Min(count, from + SectionRecords);
            long first = long.MaxValue;
            long last = -1;
            foreach (var (_, record) in log.Scan(from, to))
            {
                if (record.Kind != PutRecordKind.Put) continue;
                first = Math.Min(first, record.Block);
                last = Math.Max(last, record.Block);
            }

            if (last >= 0) sections.Add(new Section(from, to, first, last));
        }

        return sections;
    }

    private readonly record struct Section(long From, long To, long FirstBlock, long LastBlock);
}
