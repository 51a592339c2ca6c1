namespace Replication.Core.Boot;

/// <summary>What says that a machine has booted; everything that is asked for has to be seen.</summary>
public sealed record BootProbe
{
    /// <summary>Regular expression that the text on the serial console matches.</summary>
    public string? ConsolePattern { get; init; }

    /// <summary>TCP port of the guest, on its first network card, that accepts a connection.</summary>
    public int? TcpPort { get; init; }

    /// <summary>The guest agent answers.</summary>
    public bool Agent { get; init; }

    /// <summary>Time from the start of the machine.</summary>
    public required TimeSpan Limit { get; init; }
}
