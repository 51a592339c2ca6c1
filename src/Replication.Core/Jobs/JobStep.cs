using Replication.Core.Catalog;

namespace Replication.Core.Jobs;

public enum StepState
{
    Unknown,

    /// <summary>Its side effect may have happened, partly or wholly.</summary>
    Started,

    /// <summary>Its side effect has happened; <see cref="JobStep.Output"/> says with which result.</summary>
    Done,
}

/// <summary>An entry of a job's journal.</summary>
public sealed record JobStep : ICatalogEntity
{
    public static string Kind => "job_steps";

    public static bool NameIsUnique => true;

    public required string Id { get; init; }

    public required string JobId { get; init; }

    public required string Name { get; init; }

    public required StepState StepState { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>Result as JSON, what a later step or a rerun needs.</summary>
    public string? Output { get; init; }

    public string? OwnerId => JobId;

    public string? State => StepState.ToString();

    public long Version { get; init; }

    public ICatalogEntity WithVersion(long version) => this with { Version = version };
}
