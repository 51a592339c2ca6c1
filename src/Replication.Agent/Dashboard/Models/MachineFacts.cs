using Replication.Core.Health;
using Replication.Core.RecoveryPoints;

namespace Replication.Agent.Dashboard.Models;

/// <summary>What is kept of a VM between two readings of the estate; it holds for as long as the VM has no newer point.</summary>
/// <param name="PointId">Newest point.</param>
/// <param name="Newest">The catalog's copy of it, without disks; null when the catalog has none.</param>
internal sealed record MachineFacts(string PointId, RecoveryPoint? Newest)
{
    /// <summary>Whether the history was looked at since that point came.</summary>
    public bool IsJudged { get; init; }

    /// <summary>What the history says of missed cycles; null when there is nothing to say.</summary>
    public HealthFinding? Cycles { get; init; }
}
