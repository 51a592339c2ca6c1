namespace Replication.Core.Schedules;

/// <summary>How a group stands with its schedule.</summary>
public enum ScheduleState
{
    Unknown,

    /// <summary>The next instant of its grid has not come.</summary>
    Waiting,

    /// <summary>A run is to begin.</summary>
    Due,

    /// <summary>The run before has not ended; the next one begins then.</summary>
    Running,

    /// <summary>Somebody paused all schedules.</summary>
    Paused,

    /// <summary>None of its VMs is in a state in which it replicates.</summary>
    Idle,
}
