namespace Replication.Disks.Vhdx.Log;

/// <summary>[MS-VHDX] 2.3.2: consecutive valid entries whose newest one names a tail among them.</summary>
internal static class VhdxLogSequence
{
    /// <summary>
    /// [MS-VHDX] 2.3.3: the newest valid and complete sequence, from the tail that its head entry names to the head
    /// entry; empty when there is none.
    /// </summary>
    public static IReadOnlyList<VhdxLogEntry> FindActive(VhdxLogRing ring)
    {
        List<VhdxLogEntry> active = [];
        for (long tail = 0; tail < ring.Length;)
        {
            List<VhdxLogEntry> current = From(ring, (int)tail);
            int first = current.Count == 0 ? -1 : current.FindIndex(entry => entry.Offset == current[^1].Tail);
            if (first < 0)
            {
                tail += VhdxLogRing.SectorSize;
                continue;
            }

            if (active.Count == 0 || current[^1].SequenceNumber > active[^1].SequenceNumber) active = current[first..];
            tail += current.Sum(entry => (long)entry.Length);
        }

        return active;
    }

    private static List<VhdxLogEntry> From(VhdxLogRing ring, int tail)
    {
        var entries = new List<VhdxLogEntry>();
        int head = tail;
        long total = 0;
        while (ring.EntryAt(head) is { } entry && total + entry.Length <= ring.Length)
        {
            if (entries.Count > 0 && entry.SequenceNumber != entries[^1].SequenceNumber + 1) break;
            entries.Add(entry);
            total += entry.Length;
            head = (int)((head + (long)entry.Length) % ring.Length);
        }

        return entries;
    }
}
