using Replication.Core.Rules.Methods;

namespace Replication.Core.Rules;

/// <summary>What the rules say about one machine or one inventory.</summary>
/// <param name="Target">The machine, or the file.</param>
/// <param name="Plan">The transfer method with its reasons; null where no transfer was judged.</param>
/// <param name="Findings">Those of the plan, of the guest and of the failback.</param>
public sealed record PrerequisiteReport(string Target, TransferMethodPlan? Plan, IReadOnlyList<Finding> Findings)
{
    public bool Blocked => Findings.Any(finding => finding.Blocks);

    /// <summary>Whether it is blocked for somebody who takes an error that could not be decided for one.</summary>
    public bool BlockedStrictly => Blocked || Findings.Any(finding => finding is { Status: FindingStatus.Unknown, Severity: FindingSeverity.Error });
}
