using Replication.Core.Rules;
using Replication.Core.Rules.Documents;
using Replication.Core.Rules.Failback;
using Replication.Core.Rules.Failback.Facts;

namespace Replication.Core.Failover;

/// <summary>The prerequisites of coming home, where the request brings an inventory of what it runs on.</summary>
internal static class HomePrerequisites
{
    /// <summary>What did not pass, as a plan shows it; nothing without an inventory.</summary>
    /// <exception cref="Errors.ReplicationException">InventoryInvalid, or the id of the first prerequisite that blocks.</exception>
    public static IReadOnlyList<string> Require(string? inventory, FailbackOperation operation, TimeProvider time)
    {
        if (inventory is null) return [];
        FailbackInventory failback = RuleInventoryDocument.Parse(inventory, "of the request").Failback ?? new FailbackInventory();
        IReadOnlyList<Finding> findings = FailbackRules.Evaluate(failback with { Operation = operation }, time);
        findings.ThrowIfBlocked();
        return
        [
            .. findings.Where(finding => finding.Status is FindingStatus.Failed or FindingStatus.Unknown)
                .Select(finding => $"{finding.ErrorId} ({finding.Status}): {finding.Target}: {finding.Found}"),
        ];
    }
}
