namespace Replication.Completion;

/// <param name="Text">What is completed to.</param>
/// <param name="ToolTip">What a menu shows beside it.</param>
internal sealed record Completion(string Text, string ToolTip)
{
    /// <summary>As it has to stand on the line.</summary>
    public string Quoted => Text.Length > 0 && Text.All(letter => char.IsLetterOrDigit(letter) || letter is '-' or '_' or '.')
        ? Text
        : $"'{Text.Replace("'", "''", StringComparison.Ordinal)}'";

    /// <summary>As PowerShell's menu takes it.</summary>
    public CompletionResult Result => new(Quoted, Text, CompletionResultType.ParameterValue, ToolTip);

    /// <summary>Those that begin with the word, which may be in quotes already.</summary>
    public static IEnumerable<Completion> Matching(IEnumerable<Completion> known, string word)
    {
        string start = word.Trim('\'', '"');
        return known.Where(item => item.Text.StartsWith(start, StringComparison.OrdinalIgnoreCase)).OrderBy(item => item.Text, StringComparer.OrdinalIgnoreCase);
    }
}
