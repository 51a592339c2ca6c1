using Replication.Core.RecoveryPoints;

namespace Replication.Core.Evidence;

/// <summary>Says of the lines of a chain whether they are what was written: all of them, in order, signed by keys that are trusted. No I/O.</summary>
public static class EvidenceVerifier
{
    /// <param name="lines">Lines as they were found.</param>
    /// <param name="trustedKeys">Ids of keys that are trusted; those that such a key vouches for are as well.</param>
    /// <param name="vmId">Whose chain it is.</param>
    public static EvidenceReport Verify(IReadOnlyList<byte[]> lines, IReadOnlyCollection<string> trustedKeys, string vmId) =>
        Verify([.. lines.Select(line => EvidenceLine.Parse(line))], new EvidenceKeyRing(trustedKeys), vmId, later: null);

    /// <param name="lines">The oldest ones; null for what is no entry.</param>
    /// <param name="keys">Learns the keys that they introduce.</param>
    /// <param name="vmId">Whose chain it is.</param>
    /// <param name="later">The checkpoint that vouches for the entries before them, where it is further on in the chain; null for none.</param>
    internal static EvidenceReport Verify(IReadOnlyList<EvidenceLine?> lines, EvidenceKeyRing keys, string vmId, EvidenceLine? later)
    {
        var findings = new List<EvidenceFinding>();
        var good = new List<EvidenceLine>();
        EvidenceLine[] parsed = [.. lines.OfType<EvidenceLine>()];
        // What is further on tells of keys that were introduced by what is gone.
        foreach (EvidenceCheckpoint checkpoint in parsed.Append(later).OfType<EvidenceLine>().Select(line => EvidenceCheckpoint.Of(line.Entry)).OfType<EvidenceCheckpoint>())
            keys.Recall(checkpoint);
        long begin = parsed.Length > 0 ? parsed[0].Entry.Sequence : 1;
        EvidenceLine? before = null;
        for (int i = 0; i < lines.Count; i++)
        {
            long expected = before is null ? begin : before.Entry.Sequence + 1;
            if (lines[i] is not { } line)
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
            else if (before is not null && entry.Previous != before.Hash)
            {
                findings.Add(new EvidenceFinding("EvidenceChainBroken", entry.Sequence, $"Entry {entry.Sequence} does not follow from the line before it: one of them was replaced."));
            }

            if (entry.Fact.VMId != vmId) findings.Add(new EvidenceFinding("EvidenceForeign", entry.Sequence, $"Entry {entry.Sequence} is of VM {entry.Fact.VMId}."));
            EvidenceFinding? signature = keys.Check(line);
            if (signature is not null) findings.Add(signature);
            else if (keys.Trusts(entry.KeyId)) good.Add(line);
            before = line;
        }

        if (later is not null && keys.Check(later) is null && keys.Trusts(later.Entry.KeyId)) good.Add(later);
        EvidenceCheckpoint? start = good.Select(line => EvidenceCheckpoint.Of(line.Entry)).OfType<EvidenceCheckpoint>().LastOrDefault(checkpoint => Vouches(checkpoint, parsed));
        if (parsed is [var first, ..] && start is null && IsWithoutBeginning(first) is { } missing) findings.Insert(0, missing);
        return new EvidenceReport([.. parsed.Select(line => line.Entry)], keys.Used, before?.Hash, findings) { Start = begin > 1 ? start : null };
    }

    /// <summary>Whether what is left begins where the checkpoint says; a removal that was interrupted leaves some entries more.</summary>
    private static bool Vouches(EvidenceCheckpoint checkpoint, EvidenceLine[] lines)
    {
        long begin = lines[0].Entry.Sequence;
        if (begin == checkpoint.RemovedThrough + 1) return lines[0].Entry.Previous == checkpoint.RemovedHash;
        return begin <= checkpoint.RemovedThrough && lines.FirstOrDefault(line => line.Entry.Sequence == checkpoint.RemovedThrough)?.Hash is { } hash && hash == checkpoint.RemovedHash;
    }

    private static EvidenceFinding? IsWithoutBeginning(EvidenceLine first) => first.Entry.Sequence > 1
        ? new EvidenceFinding("EvidenceSequenceBroken", first.Entry.Sequence, $"The chain begins with entry {first.Entry.Sequence}, and no checkpoint of a trusted key says that those before it were given up.")
        : first.Entry.Previous != EvidenceEntry.NoPrevious ? new EvidenceFinding("EvidenceChainBroken", first.Entry.Sequence, "The first entry follows from another line, which is missing.") : null;

    /// <summary>Compares the chain at a destination with another copy of it: one must begin with the other.</summary>
    /// <param name="chain">Lines at the destination.</param>
    /// <param name="copy">Lines of the copy.</param>
    public static EvidenceFinding? Compare(IReadOnlyList<byte[]> chain, IReadOnlyList<byte[]> copy)
    {
        // Retention takes the oldest from either, one after the other.
        long begin = Math.Max(BeginOf(chain), BeginOf(copy));
        chain = From(chain, begin);
        copy = From(copy, begin);
        for (int i = 0; i < Math.Min(chain.Count, copy.Count); i++)
        {
            if (!chain[i].AsSpan().SequenceEqual(copy[i]))
                return new EvidenceFinding("EvidenceDiverged", begin + i, $"From entry {begin + i} on the destination and the workspace's copy have different entries: one of them was replaced.");
        }

        return chain.Count < copy.Count
            ? new EvidenceFinding(
                "EvidenceTruncated", begin + chain.Count, $"The destination ends with entry {begin + chain.Count - 1}, the workspace's copy with {begin + copy.Count - 1}: the newest were cut off there.")
            : null;
    }

    /// <summary>Sequence of the first line, by the first one that can be read.</summary>
    private static long BeginOf(IReadOnlyList<byte[]> lines)
    {
        for (int i = 0; i < lines.Count; i++)
        {
            if (EvidenceLine.Parse(lines[i]) is { } line) return line.Entry.Sequence - i;
        }

        return 1;
    }

    private static IReadOnlyList<byte[]> From(IReadOnlyList<byte[]> lines, long begin) => [.. lines.Skip((int)Math.Min(begin - BeginOf(lines), lines.Count))];

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
