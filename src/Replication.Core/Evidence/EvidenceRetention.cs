using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Replication.Core.Errors;
using Replication.Core.Manifests;

namespace Replication.Core.Evidence;

/// <summary>
/// Gives up the oldest entries of a chain, whole segments at a time. First a signed checkpoint says what goes (<see cref="EvidenceCheckpoint"/>), then
/// the segments go, the oldest first, then the lines of the copy: a kill anywhere leaves a chain that verifies, and the next round goes on. What does
/// not verify stays, because its removal would hide what happened to it.
/// </summary>
public sealed class EvidenceRetention(EvidenceLog log, IEvidenceCopy copy, TimeProvider time, ILogger logger)
{
    /// <summary>An append looks at so many: facts are found there, and the key that signs.</summary>
    private const int KeptSegments = 2;

    /// <summary>Segments of one round, 16 MiB: what is left waits for the next.</summary>
    private const int MaximumRemoved = 256;

    /// <summary>A day's entries of a VM are some 300 KiB; looking more often would cost each replication a look.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromDays(1);

    private readonly ConcurrentDictionary<EvidenceChainId, DateTimeOffset> _looked = new();

    /// <summary>Whether a chain was not looked at for a day; it counts as looked at from then on.</summary>
    public bool TryBegin(EvidenceChainId id)
    {
        DateTimeOffset now = time.GetUtcNow();
        if (_looked.TryGetValue(id, out DateTimeOffset last) && now >= last && now - last < Pause) return false;
        _looked[id] = now;
        return true;
    }

    /// <summary>As <see cref="PruneAsync"/>, and never in the way of a replication: what fails is logged.</summary>
    public async Task KeepAsync(
        IManifestStore manifests, EvidenceChainId id, string vmName, TimeSpan age, IReadOnlySet<string> keptPoints, CancellationToken cancellationToken)
    {
        try
        {
            await PruneAsync(manifests, id, vmName, age, keptPoints, [], cancellationToken);
        }
        catch (ReplicationException error)
        {
            logger.LogWarning("Old evidence of {Vm} was not given up: {Error}", vmName, error.Message);
        }
    }

    /// <param name="manifests">Of the destination.</param>
    /// <param name="id">Which chain.</param>
    /// <param name="vmName">For the checkpoint.</param>
    /// <param name="age">What was written within so long stays.</param>
    /// <param name="keptPoints">Points that are there: from the first word about any of them on everything stays, however old it is.</param>
    /// <param name="trustedKeys">Ids of keys that are trusted beside the workspace's own.</param>
    /// <param name="cancellationToken">Stops it between two steps.</param>
    /// <returns>Entries that were given up.</returns>
    /// <exception cref="ReplicationException">EvidenceNotRemoved: what is old enough does not verify.</exception>
    public async Task<long> PruneAsync(
        IManifestStore manifests, EvidenceChainId id, string vmName, TimeSpan age, IReadOnlySet<string> keptPoints, IReadOnlyCollection<string> trustedKeys,
        CancellationToken cancellationToken)
    {
        DateTimeOffset cutoff = time.GetUtcNow() - age;
        var chain = new EvidenceChain(manifests, id.VMId);
        IReadOnlyList<string> names = await chain.NamesAsync(cancellationToken);
        if (names.Count <= KeptSegments) return 0;
        (IReadOnlyList<ManifestDocument> segments, IReadOnlyList<EvidenceLine?> lines) = await OldAsync(
            chain, names, entry => entry.At >= cutoff || (entry.Fact.PointId is { } point && keptPoints.Contains(point)), cancellationToken);
        if (segments.Count > 0)
        {
            EvidenceCheckpoint checkpoint = await JudgeAsync(chain, names, lines, id, trustedKeys, cancellationToken);
            await log.WriteAsync(manifests, id.SiteId, checkpoint.ToFact(id.VMId, vmName), cancellationToken);
            foreach (ManifestDocument segment in segments) await chain.RemoveAsync(segment, cancellationToken);
        }

        // Also what an earlier round did not come to.
        ManifestDocument? first = await chain.SegmentAsync(names[segments.Count], cancellationToken);
        if (EvidenceChain.LinesOf(first).Select(line => EvidenceLine.Parse(line)).FirstOrDefault() is { } oldest) copy.RemoveBefore(id, oldest.Entry.Sequence);
        return lines.Count;
    }

    /// <summary>The oldest segments, as far as nothing in them has to stay.</summary>
    private static async Task<(IReadOnlyList<ManifestDocument> Segments, IReadOnlyList<EvidenceLine?> Lines)> OldAsync(
        EvidenceChain chain, IReadOnlyList<string> names, Func<EvidenceEntry, bool> stays, CancellationToken cancellationToken)
    {
        var segments = new List<ManifestDocument>();
        var lines = new List<EvidenceLine?>();
        foreach (string name in names.SkipLast(KeptSegments).Take(MaximumRemoved))
        {
            if (await chain.SegmentAsync(name, cancellationToken) is not { } segment) break;
            EvidenceLine?[] ofSegment = [.. EvidenceChain.LinesOf(segment).Select(line => EvidenceLine.Parse(line))];
            if (ofSegment.OfType<EvidenceLine>().Any(line => stays(line.Entry))) break;
            segments.Add(segment);
            lines.AddRange(ofSegment);
        }

        return (segments, lines);
    }

    private async Task<EvidenceCheckpoint> JudgeAsync(
        EvidenceChain chain, IReadOnlyList<string> names, IReadOnlyList<EvidenceLine?> lines, EvidenceChainId id, IReadOnlyCollection<string> trustedKeys,
        CancellationToken cancellationToken)
    {
        var keys = new EvidenceKeyRing([.. copy.OwnKeys, .. trustedKeys]);
        EvidenceLine? former = lines is [{ Entry.Sequence: > 1 }, ..] ? await NewestCheckpointAsync(chain, names, cancellationToken) : null;
        EvidenceReport report = EvidenceVerifier.Verify(lines, keys, id.VMId, former);
        if (report.Findings is [var finding, ..] || lines is not [.., { } last])
        {
            throw new ReplicationException(
                "EvidenceNotRemoved", $"Evidence of VM {id.VMId}", report.Findings.Count > 0 ? report.Findings[0].Text : "It ends in a line that is no entry.",
                "entries that are as they were written, by keys that are trusted: what does not verify stays.", "replication evidence verify; a key of another workspace is trusted with --trust.");
        }

        return new EvidenceCheckpoint(time.GetUtcNow(), last.Entry.Sequence, last.Hash, last.Entry.At, keys.Known);
    }

    private static async Task<EvidenceLine?> NewestCheckpointAsync(EvidenceChain chain, IReadOnlyList<string> names, CancellationToken cancellationToken)
    {
        foreach (string name in names.Reverse())
        {
            IEnumerable<byte[]> lines = EvidenceChain.LinesOf(await chain.SegmentAsync(name, cancellationToken));
            if (lines.Select(line => EvidenceLine.Parse(line)).LastOrDefault(line => line?.Entry.Fact.Kind == EvidenceKind.Checkpoint) is { } checkpoint) return checkpoint;
        }

        return null;
    }
}
