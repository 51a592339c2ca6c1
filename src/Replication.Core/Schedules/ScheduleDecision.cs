using Replication.Core.Groups;

namespace Replication.Core.Schedules;

/// <summary>What is to be done for a group at an instant.</summary>
/// <param name="State">How it stands.</param>
/// <param name="Tick">Instant of its grid that is to be served, or was served last.</param>
/// <param name="Next">When it is due again if all goes well.</param>
public sealed record ScheduleDecision(ScheduleState State, DateTimeOffset Tick, DateTimeOffset Next)
{
    /// <summary>The group is new to the schedule, or the clock went back: its schedule counts from here on.</summary>
    public bool Begins { get; init; }

    /// <summary>This look has written the instant down, and begun what it is for.</summary>
    public bool Served { get; init; }

    /// <summary>VMs that are replicated together.</summary>
    public IReadOnlyList<ReplicatedVM> Replicate { get; init; } = [];

    /// <summary>VMs of which everything is compared.</summary>
    public IReadOnlyList<ReplicatedVM> Resynchronize { get; init; } = [];

    /// <summary>Jobs that failed half-way in a state which only they can end: initial replications and resynchronisations.</summary>
    public IReadOnlyList<string> ContinueJobIds { get; init; } = [];

    /// <summary>Why nothing is done, for people; null when something is, or when it is only not yet time.</summary>
    public string? Reason { get; init; }
}
