using Microsoft.Extensions.Logging;
using Replication.Core.Errors;
using Replication.Core.Groups;
using Replication.Core.Manifests;
using Replication.Core.Sites;

namespace Replication.Core.Evidence;

/// <summary>
/// Writes down facts, each exactly once however often it is asked to: an entry is found again by its fact. Called by one job of a VM at a time, as a
/// step of its journal or before the mark of its work is taken away.
/// </summary>
public sealed class EvidenceLog(IEvidenceCopy copy, TimeProvider time, ILogger log)
{
    private const int Attempts = 10;

    /// <summary>Key and copies of the workspace.</summary>
    public IEvidenceCopy Copy => copy;

    /// <summary>Gives up what is old.</summary>
    public EvidenceRetention Retention => field ??= new EvidenceRetention(this, copy, time, log);

    /// <exception cref="ReplicationException">EvidenceContended, and what the destination refuses.</exception>
    public async Task WriteAsync(ISite site, EvidenceFact fact, CancellationToken cancellationToken) =>
        await WriteAsync(await site.OpenManifestsAsync(cancellationToken), site.Definition.Id, fact, cancellationToken);

    internal async Task WriteAsync(IManifestStore manifests, string siteId, EvidenceFact fact, CancellationToken cancellationToken)
    {
        var chain = new EvidenceChain(manifests, fact.VMId);
        for (int attempt = 0; attempt < Attempts; attempt++)
        {
            EvidenceTail tail = await chain.TailAsync(cancellationToken);
            // The chain goes on behind damage: replication must not stop for it, and a verification says where it is.
            if (tail.Damaged > 0) log.LogError("{Count} line(s) of the evidence of {Vm} at site {Site} are no entries; verify it.", tail.Damaged, fact.VMName, siteId);
            if (tail.Unreadable is { } damage) log.LogError("Evidence of {Vm} at site {Site} cannot be read; verify it. {Error}", fact.VMName, siteId, damage);
            IReadOnlyList<EvidenceLine> known = tail.Unreadable is null ? tail.Lines : Longer(tail.Lines, new EvidenceChainId(siteId, fact.VMId));
            IReadOnlyList<EvidenceLine> added = known.Any(line => line.Entry.Fact.Id == fact.Id) ? [] : Next(known, fact);
            if (added.Count > 0 && !await chain.TryAppendAsync(tail, added, cancellationToken)) continue;
            await FollowAsync(chain, new EvidenceChainId(siteId, fact.VMId), [.. tail.Lines, .. added], cancellationToken);
            return;
        }

        throw new ReplicationException(
            "EvidenceContended", $"Evidence of {fact.VMName} at site {siteId}", $"Others wrote to it {Attempts} times meanwhile.",
            "one job of a VM at a time.", "Repeat the command.");
    }

    /// <summary>Where a segment cannot be read, the workspace's copy knows what was in it, unless somebody else went on with the chain.</summary>
    private IReadOnlyList<EvidenceLine> Longer(IReadOnlyList<EvidenceLine> lines, EvidenceChainId id)
    {
        EvidenceLine[] own = [.. copy.Read(id).Select(line => EvidenceLine.Parse(line)).OfType<EvidenceLine>()];
        return own.LastOrDefault()?.Entry.Sequence >= (lines.LastOrDefault()?.Entry.Sequence ?? 0) ? own : lines;
    }

    private List<EvidenceLine> Next(IReadOnlyList<EvidenceLine> lines, EvidenceFact fact)
    {
        IEvidenceKey key = copy.Key;
        EvidenceLine? last = lines.Count > 0 ? lines[^1] : null;
        var added = new List<EvidenceLine>();
        void Add(EvidenceFact of)
        {
            last = EvidenceLine.Sign(new EvidenceEntry(1 + (last?.Entry.Sequence ?? 0), last?.Hash ?? EvidenceEntry.NoPrevious, time.GetUtcNow(), key.Id, of), key);
            added.Add(last);
        }

        // Of a key that signed further back than the tail there is a second introduction: harmless, and whoever reads finds it sooner.
        if (!lines.Any(line => line.Entry.Fact.Kind == EvidenceKind.KeyIntroduced && line.Entry.KeyId == key.Id)) Add(Introduction(key, fact));
        Add(fact);
        return added;
    }

    private static EvidenceFact Introduction(IEvidenceKey key, EvidenceFact fact)
    {
        var details = new Dictionary<string, string> { [EvidenceDetails.PublicKey] = Convert.ToBase64String(key.PublicKey.Span) };
        if (key.Endorsement is { } endorsement)
        {
            details[EvidenceDetails.EndorsedBy] = endorsement.KeyId;
            details[EvidenceDetails.Endorsement] = endorsement.Signature;
        }

        return new EvidenceFact($"{key.Id}/{nameof(EvidenceKind.KeyIntroduced)}", EvidenceKind.KeyIntroduced, fact.VMId, fact.VMName, null, details);
    }

    /// <summary>Brings the workspace's copy to the end of the chain. A copy that says something else is left alone: it is what a verification needs.</summary>
    private async Task FollowAsync(EvidenceChain chain, EvidenceChainId id, IReadOnlyList<EvidenceLine> tail, CancellationToken cancellationToken)
    {
        EvidenceLine? last = copy.Last(id);
        long from = 1 + (last?.Entry.Sequence ?? 0);
        IReadOnlyList<EvidenceLine> lines = tail;
        if (tail.Count > 0 && tail[0].Entry.Sequence > from)
            lines = [.. (await chain.ReadAsync(cancellationToken)).Select(line => EvidenceLine.Parse(line)).OfType<EvidenceLine>()];
        EvidenceLine[] missing = [.. lines.Where(line => line.Entry.Sequence >= from)];
        if (missing.Length == 0 && last?.Hash == lines.LastOrDefault()?.Hash) return;
        // A copy that is new begins where the chain does, which may have given up its oldest entries.
        if (missing.Length == 0 || (last is not null && (missing[0].Entry.Sequence != from || missing[0].Entry.Previous != last.Hash)))
        {
            log.LogError("The evidence of VM {Vm} at its destination does not go on from the workspace's copy; verify it.", id.VMId);
            return;
        }

        copy.Append(id, missing);
    }
}
