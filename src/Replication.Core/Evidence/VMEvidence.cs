namespace Replication.Core.Evidence;

/// <summary>The verified chain of one VM at one destination.</summary>
/// <param name="VMId">Whose.</param>
/// <param name="VMName">Its name as last written.</param>
/// <param name="Place">Name of the site, or folder of the store.</param>
/// <param name="Report">What was found.</param>
public sealed record VMEvidence(string VMId, string VMName, string Place, EvidenceReport Report);
