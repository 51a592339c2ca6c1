namespace Replication.Core.Rules.Failback.Facts;

/// <summary>The server that takes the data from the machines and sends it home.</summary>
public sealed record ProcessServer
{
    public required string Name { get; init; }

    public bool InCloud { get; init; }

    /// <summary>Network of the cloud that it is in.</summary>
    public string? Network { get; init; }

    /// <summary>Measured round trip to the protected machines, in milliseconds.</summary>
    public double? RoundTripMilliseconds { get; init; }

    /// <summary>Volumes that were added for retention; empty where the server keeps none.</summary>
    public IReadOnlyList<RetentionVolume> Volumes { get; init; } = [];
}
