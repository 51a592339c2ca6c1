namespace Replication.Core.Jobs;

/// <summary>A process that runs jobs of a shared catalog, as long as it is there.</summary>
/// <param name="Name">Machine, process and life, as <see cref="ReplicationJob.Owner"/> has it.</param>
/// <param name="Since">When it came, UTC, by the clock of the database.</param>
public sealed record PresentAgent(string Name, DateTimeOffset Since);
