namespace Replication.Core.Evidence;

/// <summary>One entry of a chain (docs/evidence.md).</summary>
/// <param name="Sequence">Counts the entries of the chain from 1.</param>
/// <param name="Previous">SHA-256 of the line before, in lowercase hexadecimal; zeros in the first.</param>
/// <param name="At">When it was written, UTC, by the writer's clock.</param>
/// <param name="KeyId">Key that signed it.</param>
/// <param name="Fact">What it proves.</param>
public sealed record EvidenceEntry(long Sequence, string Previous, DateTimeOffset At, string KeyId, EvidenceFact Fact)
{
    public const int CurrentFormat = 1;

    /// <summary>What the first entry has for a predecessor.</summary>
    public const string NoPrevious = "0000000000000000000000000000000000000000000000000000000000000000";
}
