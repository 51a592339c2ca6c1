namespace Replication.Remote.Tests.Support;

/// <summary>How a link fails.</summary>
public enum LinkCut
{
    /// <summary>Packets vanish, connections are there on, and nobody is told.</summary>
    Silence,

    /// <summary>Connections end with a reset, and new ones are refused.</summary>
    Reset,
}
