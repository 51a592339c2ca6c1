namespace Replication.Core.Rules.Failback.Facts;

public sealed record EsxiHost
{
    public required string Name { get; init; }

    /// <summary>Whether discovery has found it.</summary>
    public bool? Discovered { get; init; }

    /// <summary>Null when its datastores were not read.</summary>
    public IReadOnlyList<HostDatastore>? Datastores { get; init; }

    public long? FreeMemoryBytes { get; init; }

    /// <summary>Names of the machines on it.</summary>
    public IReadOnlyList<string>? MachineNames { get; init; }
}
