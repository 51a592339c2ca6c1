namespace Replication.Core.Rules;

/// <summary>What became of one rule for one object. A fact that could not be learnt is Unknown and never Passed.</summary>
public enum FindingStatus
{
    Passed,
    Failed,
    Unknown,

    /// <summary>The rule does not concern this object; Found says why.</summary>
    NotApplicable,
}
