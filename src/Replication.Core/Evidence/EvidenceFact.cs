namespace Replication.Core.Evidence;

/// <summary>What is to be proven.</summary>
/// <param name="Id">Names the fact: however often it is written down, there is one entry of it.</param>
/// <param name="Kind">What it is.</param>
/// <param name="VMId">Id of the replicated VM.</param>
/// <param name="VMName">Its name at the time.</param>
/// <param name="PointId">Recovery point that it is about; null for none.</param>
/// <param name="Details">What else was true, by name. No secrets.</param>
public sealed record EvidenceFact(
    string Id, EvidenceKind Kind, string VMId, string VMName, string? PointId, IReadOnlyDictionary<string, string> Details);
