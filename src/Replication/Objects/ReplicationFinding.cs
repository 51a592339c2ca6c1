using Replication.Core.Rules;

namespace Replication.Objects;

/// <summary>Answer of one prerequisite rule for one object.</summary>
public sealed class ReplicationFinding
{
    /// <param name="finding">The answer.</param>
    /// <param name="subject">The VM or the file that was asked about.</param>
    public ReplicationFinding(Finding finding, string subject)
    {
        Subject = subject;
        RuleId = finding.RuleId;
        ErrorId = finding.ErrorId;
        Status = finding.Status.ToString();
        Severity = finding.Severity.ToString();
        Target = finding.Target;
        Found = finding.Found;
        Needed = finding.Needed;
        Fix = finding.Fix;
        Blocks = finding.Blocks;
    }

    public string Subject { get; }

    /// <summary>Id of the requirement.</summary>
    public string RuleId { get; }

    /// <summary>Id under which an operation refuses when the rule fails.</summary>
    public string ErrorId { get; }

    /// <summary>Passed, Failed, Unknown or NotApplicable.</summary>
    public string Status { get; }

    /// <summary>Information, Warning or Error: what a failure means.</summary>
    public string Severity { get; }

    public string Target { get; }

    public string Found { get; }

    public string Needed { get; }

    public string Fix { get; }

    /// <summary>Whether an operation refuses because of it.</summary>
    public bool Blocks { get; }

    public override string ToString() => $"{RuleId} {Status}: {Target}: {Found}";
}
