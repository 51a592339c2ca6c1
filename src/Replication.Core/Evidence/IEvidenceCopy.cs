namespace Replication.Core.Evidence;

/// <summary>
/// The workspace's own copy of the chains that it writes at destinations. It is what shows that somebody cut entries off a chain there; the chain is
/// what shows the same of the copy.
/// </summary>
public interface IEvidenceCopy
{
    /// <summary>The last line of a chain, or null when there is none.</summary>
    EvidenceLine? Last(EvidenceChainId chain);

    /// <summary>All lines of a chain; empty when there is none. A line whose end was never written does not count.</summary>
    IReadOnlyList<byte[]> Read(EvidenceChainId chain);

    /// <summary>Adds lines durably.</summary>
    void Append(EvidenceChainId chain, IEnumerable<EvidenceLine> lines);

    /// <summary>Removes the lines of entries before that one, durably and all at once; nothing when the copy begins there or later.</summary>
    void RemoveBefore(EvidenceChainId chain, long sequence);

    /// <summary>Ids of keys that this workspace signs or signed with.</summary>
    IReadOnlyList<string> OwnKeys { get; }

    /// <summary>The key that signs; made when there is none yet.</summary>
    IEvidenceKey Key { get; }

    /// <summary>Signs with a new key from now on, for which the present one vouches.</summary>
    IEvidenceKey RotateKey();
}

/// <summary>A VM has one chain at every site that holds points of it.</summary>
public sealed record EvidenceChainId(string SiteId, string VMId);
