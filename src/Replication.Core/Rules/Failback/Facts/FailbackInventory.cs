namespace Replication.Core.Rules.Failback.Facts;

/// <summary>
/// What a failback runs on, as an administrator writes it or a site fills it: docs/rules.md describes the document. What is
/// null is not known; a rule that needs it answers Unknown.
/// </summary>
public sealed record FailbackInventory
{
    public FailbackOperation Operation { get; init; }

    public ConfigurationServer? ConfigurationServer { get; init; }

    public IReadOnlyList<ProcessServer> ProcessServers { get; init; } = [];

    public IReadOnlyList<MasterTarget> MasterTargets { get; init; } = [];

    public IReadOnlyList<EsxiHost> Hosts { get; init; } = [];

    /// <summary>Connections between the cloud and home.</summary>
    public IReadOnlyList<SiteLink> Links { get; init; } = [];

    /// <summary>What a probe measured.</summary>
    public IReadOnlyList<PortProbe> Ports { get; init; } = [];

    /// <summary>What counters measured on the way of the data.</summary>
    public IReadOnlyList<TrafficSample> Traffic { get; init; } = [];

    /// <summary>Machines that come home in this request.</summary>
    public IReadOnlyList<FailbackMachine> Machines { get; init; } = [];

    /// <summary>The recovery plan that asks for it; null when machines are asked for one by one.</summary>
    public FailbackPlan? RecoveryPlan { get; init; }
}
