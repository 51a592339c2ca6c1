namespace Replication.Core.Evidence;

/// <summary>What is wrong with a chain.</summary>
/// <param name="Id">Stable PascalCase id; docs/evidence.md lists them.</param>
/// <param name="Sequence">Entry at which it shows; null where it is about the chain.</param>
/// <param name="Text">What was found, in words.</param>
public sealed record EvidenceFinding(string Id, long? Sequence, string Text);
