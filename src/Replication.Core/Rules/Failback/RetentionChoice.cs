namespace Replication.Core.Rules.Failback;

/// <summary>One volume as a choice for retention.</summary>
/// <param name="Path">"R:" or "/mnt/retention".</param>
/// <param name="IsDefault">Whether it is taken when nobody chooses.</param>
/// <param name="Findings">One for each criterion.</param>
public sealed record RetentionChoice(string Path, bool IsDefault, IReadOnlyList<Finding> Findings)
{
    /// <summary>Whether it may be chosen: every criterion is known to hold.</summary>
    public bool Eligible => Findings.All(finding => finding.Status == FindingStatus.Passed);
}
