namespace Replication.Core.Health;

/// <summary>One thing that keeps replication from being well.</summary>
/// <param name="Id">Stable PascalCase id, see <see cref="HealthIds"/>; docs/health.md lists them.</param>
/// <param name="State">How bad it is.</param>
/// <param name="Text">In words, with what was measured and what is allowed.</param>
public sealed record HealthFinding(string Id, HealthState State, string Text);
