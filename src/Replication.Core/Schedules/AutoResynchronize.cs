namespace Replication.Core.Schedules;

/// <summary>Whether a VM whose replica was found wrong is compared with its source by itself.</summary>
public enum AutoResynchronize
{
    /// <summary>Somebody has to ask.</summary>
    Off,

    /// <summary>It begins within the hours of the policy.</summary>
    Window,

    /// <summary>It begins at once.</summary>
    Always,
}
