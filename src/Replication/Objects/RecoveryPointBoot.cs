namespace Replication.Objects;

/// <summary>What was seen when a machine made of a recovery point was booted.</summary>
public sealed class RecoveryPointBoot
{
    internal RecoveryPointBoot(Core.Boot.BootCheck check)
    {
        CheckedTime = check.CheckedTime;
        Booted = check.Observation.Passed;
        Reason = check.Observation.Failure;
        BootTime = check.Observation.BootTime;
        RecoveryTime = check.RecoveryTime;
        ConsoleTail = check.Observation.ConsoleTail;
        Screenshot = check.Observation.Screenshot;
    }

    public DateTimeOffset CheckedTime { get; }

    public bool Booted { get; }

    /// <summary>Why not.</summary>
    public string? Reason { get; }

    /// <summary>From the start of the machine until everything asked for was seen, or the end of the wait.</summary>
    public TimeSpan BootTime { get; }

    /// <summary>From the request until then: making the machine and proving its disks included.</summary>
    public TimeSpan RecoveryTime { get; }

    /// <summary>The last lines of the serial console.</summary>
    public string ConsoleTail { get; }

    /// <summary>PNG file at the site.</summary>
    public string? Screenshot { get; }
}
