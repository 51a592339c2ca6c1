namespace Replication.Objects;

/// <summary>Answer of Test-ReplicationSite.</summary>
public sealed class ReplicationSiteTest
{
    public required string Name { get; init; }

    public required string SiteId { get; init; }

    public required bool Usable { get; init; }

    /// <summary>Machines that the site holds.</summary>
    public int MachineCount { get; init; }

    /// <summary>Whether others may replicate to it.</summary>
    public bool AcceptsReplicas { get; init; }

    /// <summary>Identity of its store; null while the first replication has not made it.</summary>
    public string? StoreId { get; init; }

    /// <summary>Free space in bytes; null where the question makes no sense.</summary>
    public long? FreeBytes { get; init; }

    public bool CanStartMachines { get; init; }

    /// <summary>Why the site is not usable, or why machines cannot be started there.</summary>
    public string? Reason { get; init; }

    /// <summary>Error id where the site is not usable.</summary>
    public string? ErrorId { get; init; }
}
