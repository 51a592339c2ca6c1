using Replication.Core.RecoveryPoints;

namespace Replication.Core.Evidence;

/// <summary>Says of the lines of a chain whether they are what was written: all of them, in order, signed by keys that are trusted. No I/O.</summary>
public static class EvidenceVerifier
{
    /// <param name="lines">Lines as they were found.</param>
    /// <param name="trustedKeys">Ids of keys that are trusted; those that such a key vouches for are as well.</param>
    /// <param name="vmId">Whose chain it is.</param>
    public static EvidenceReport Verify(IReadOnlyList<byte[]> lines, IReadOnlyCollection<string> trustedKeys, string vmId)
    {
        var findings = new List<EvidenceFinding>();
        var entries = new List<EvidenceEntry>();
        var keys = new EvidenceKeyRing(trustedKeys);
        EvidenceLine? before = null;
        for (int i = 0; i < lines.Count; i++)
        {
            long expected = 1 + (before?.Entry.Sequence ?? 0);
            if (EvidenceLine.Parse(lines[i]) is not { } line)
            {
                findings.Add(new EvidenceFinding("EvidenceCorrupt", expected, $"Line {i + 1} is no entry of a known format."));
                continue;
            }

            EvidenceEntry entry = line.Entry;
            if (entry.Sequence != expected)
            {
                findings.Add(new EvidenceFinding(
                    "EvidenceSequenceBroken", entry.Sequence,
                    $"Entry {entry.Sequence} stands where {expected} must be: {(entry.Sequence > expected ? "entries were removed" : "entries were put in another order or repeated")}."));
            }
            else if (entry.Previous != (before?.Hash ?? EvidenceEntry.NoPrevious))
            {
                findings.Add(new EvidenceFinding("EvidenceChainBroken", entry.Sequence, $"Entry {entry.Sequence} does not follow from the line before it: one of them was replaced."));
            }

            if (entry.Fact.VMId != vmId) findings.Add(new EvidenceFinding("EvidenceForeign", entry.Sequence, $"Entry {entry.Sequence} is of VM {entry.Fact.VMId}."));
            if (keys.Check(line) is { } finding) findings.Add(finding);
            entries.Add(entry);
            before = line;
        }

        return new EvidenceReport(entries, keys.Used, before?.Hash, findings);
    }

    /// <summary>Compares the chain at a destination with another copy of it: one must begin with the other.</summary>
    /// <param name="chain">Lines at the destination.</param>
    /// <param name="copy">Lines of the copy.</param>
    public static EvidenceFinding? Compare(IReadOnlyList<byte[]> chain, IReadOnlyList<byte[]> copy)
    {
        for (int i = 0; i < Math.Min(chain.Count, copy.Count); i++)
        {
            if (!chain[i].AsSpan().SequenceEqual(copy[i]))
                return new EvidenceFinding("EvidenceDiverged", i + 1, $"From entry {i + 1} on the destination and the workspace's copy have different entries: one of them was replaced.");
        }

        return chain.Count < copy.Count
            ? new EvidenceFinding("EvidenceTruncated", chain.Count + 1, $"The destination has {chain.Count} entries, the workspace's copy {copy.Count}: the newest were cut off there.")
            : null;
    }

    /// <summary>
    /// Every point that was accepted since the chain began must be in it, also when chain and copy were cut alike: the manifests are a third witness.
    /// </summary>
    public static IEnumerable<EvidenceFinding> Compare(EvidenceReport report, IEnumerable<RecoveryPoint> points)
    {
        DateTimeOffset? begin = report.Entries.FirstOrDefault()?.At;
        foreach (RecoveryPoint point in points)
        {
            EvidenceEntry? entry = report.Entries.FirstOrDefault(known => known.Fact.Kind == EvidenceKind.Accepted && known.Fact.PointId == point.Id);
            if (entry is null && (begin is null || point.AcceptedTime >= begin))
                yield return new EvidenceFinding("EvidenceMissing", null, $"Point {point.Id}, accepted {point.AcceptedTime:u}, is not in the chain.");
            else if (entry is not null && point.Disks.Any(disk => entry.Fact.Details.GetValueOrDefault(EvidenceDetails.RootPrefix + disk.DiskId) != disk.Root.ToString()))
                yield return new EvidenceFinding("EvidenceContradicted", entry.Sequence, $"The manifest of point {point.Id} has other root hashes than entry {entry.Sequence}.");
        }
    }
}
