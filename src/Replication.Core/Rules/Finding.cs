namespace Replication.Core.Rules;

/// <summary>
/// The answer of one prerequisite rule for one object, with what an admin needs to mend it. <paramref name="RuleId"/> is the
/// id of the requirement (HOT-18), <paramref name="ErrorId"/> the stable id of the refusal that a failure becomes
/// (StaticIpNeedsImport).
/// </summary>
/// <param name="RuleId">The id of the requirement that the rule is made of.</param>
/// <param name="ErrorId">The stable id under which an operation refuses when the rule fails.</param>
/// <param name="Status">Whether the rule holds, does not, or could not be decided.</param>
/// <param name="Severity">How much a failure matters.</param>
/// <param name="Target">What was looked at: a machine, a disk of it, a node.</param>
/// <param name="Found">What is there, in the words of that object.</param>
/// <param name="Needed">What should be there.</param>
/// <param name="Fix">What to do when it is not.</param>
public sealed record Finding(
    string RuleId, string ErrorId, FindingStatus Status, FindingSeverity Severity, string Target, string Found, string Needed, string Fix)
{
    /// <summary>Whether the operation must not begin: an error that did not pass. Whether Unknown blocks is the caller's policy.</summary>
    public bool Blocks => Status is FindingStatus.Failed && Severity is FindingSeverity.Error;
}
