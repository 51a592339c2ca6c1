namespace Replication.Core.Evidence;

/// <summary>What a verification of one chain found.</summary>
/// <param name="Entries">Those that could be read, in order.</param>
/// <param name="Keys">Ids of the keys that signed, in order of appearance.</param>
/// <param name="Head">Hash of the last line; null for an empty chain. Kept elsewhere it proves later that nothing was cut off.</param>
/// <param name="Findings">Empty when everything is as it was written.</param>
public sealed record EvidenceReport(
    IReadOnlyList<EvidenceEntry> Entries, IReadOnlyList<string> Keys, string? Head, IReadOnlyList<EvidenceFinding> Findings)
{
    public bool IsIntact => Findings.Count == 0;
}
