namespace Replication.Core.Rules.Failback.Facts;

/// <param name="Name">Name of the recovery plan.</param>
/// <param name="Machines">Ids of the machines that it has values for.</param>
public sealed record FailbackPlan(string Name, IReadOnlyList<string> Machines);
