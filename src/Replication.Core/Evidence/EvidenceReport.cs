namespace Replication.Core.Evidence;

/// <summary>What a verification of one chain found.</summary>
/// <param name="Entries">Those that could be read, in order.</param>
/// <param name="Keys">Ids of the keys that signed, in order of appearance.</param>
/// <param name="Head">Hash of the last line; null for an empty chain. Kept elsewhere it proves later that nothing was cut off.</param>
/// <param name="Findings">Empty when everything is as it was written.</param>
public sealed record EvidenceReport(
    IReadOnlyList<EvidenceEntry> Entries, IReadOnlyList<string> Keys, string? Head, IReadOnlyList<EvidenceFinding> Findings)
{
    /// <summary>What vouches for the entries that are not there any more; null for a chain that has all of them.</summary>
    public EvidenceCheckpoint? Start { get; init; }

    public bool IsIntact => Findings.Count == 0;
}
