namespace Replication.Core.Rules.Failback;

/// <summary>Findings of rules whose answer is yes, no or not known.</summary>
internal static class Answer
{
    /// <param name="holds">Null when the facts for it are missing.</param>
    public static Finding Of(
        string rule, string errorId, bool? holds, string target, string found, string needed, string fix, FindingSeverity severity = FindingSeverity.Error) => new(
        rule, errorId, holds switch { true => FindingStatus.Passed, false => FindingStatus.Failed, null => FindingStatus.Unknown }, severity, target, found, needed, fix);

    public static Finding NotApplicable(string rule, string errorId, string target, string why) =>
        new(rule, errorId, FindingStatus.NotApplicable, FindingSeverity.Error, target, why, "nothing.", "");

    /// <summary>"not known" for what is missing, so that a finding never shows an empty place.</summary>
    public static string Text(object? value) => value switch
    {
        null => "not known",
        IFormattable number => number.ToString(null, System.Globalization.CultureInfo.InvariantCulture),
        _ => value.ToString()!,
    };

    public static string List(IEnumerable<string> names) => string.Join(", ", names);
}
