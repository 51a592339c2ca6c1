namespace Replication.Agent.Server.Faults;

/// <summary>When the connection breaks.</summary>
public enum ConnectionDrop
{
    None,

    /// <summary>Nothing was done.</summary>
    BeforeEffect,

    /// <summary>Everything was done, and the client does not learn of it.</summary>
    AfterEffect,

    /// <summary>Everything was done, and the answer breaks off in its middle.</summary>
    MidResponse,
}
