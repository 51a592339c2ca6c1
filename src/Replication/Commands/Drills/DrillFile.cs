using System.Globalization;
using System.Text;

namespace Replication.Commands.Drills;

/// <summary>
/// The text of a drill: the template that ships in this assembly with values in place of its {{names}}. Values become
/// literals of PowerShell, and nothing of them goes into comments, so that no name can end up as code.
/// </summary>
internal static class DrillFile
{
    private const string Template = "Drill.Tests.template.ps1";

    /// <summary>Characters that PowerShell takes for a single quote; doubled, they stand for themselves.</summary>
    private const string SingleQuotes = "'\u2018\u2019\u201a\u201b";

    /// <summary>Name of a drill without its ending; what a file name or a comment could not hold becomes a dash.</summary>
    public static string Stem(string groupName) => $"{string.Concat(groupName.Select(letter => char.IsLetterOrDigit(letter) || letter is '-' or '_' or '.' ? letter : '-'))}.Drill";

    public static string Name(string groupName) => $"{Stem(groupName)}.Tests.ps1";

    public static string Text(DrillSettings settings)
    {
        string stem = Stem(settings.GroupName);
        (string Name, string Value)[] values =
        [
            ("ModuleVersion", typeof(DrillFile).Assembly.GetName().Version!.ToString(3)),
            ("File", Name(settings.GroupName)),
            ("Stem", stem),
            ("Group", Literal(settings.GroupName)),
            ("RecoveryPoint", Literal(settings.RecoveryPoints)),
            ("CheckPath", Literal(settings.CheckPaths)),
            ("RpoThreshold", Literal(settings.RpoThreshold)),
            ("RtoThreshold", settings.RtoThreshold is { } threshold ? Literal(threshold) : "$null"),
            ("EvidencePath", Literal($"{stem}.json")),
            ("Workspace", Literal(settings.Workspace ?? "")),
        ];
        // One pass over the template, so that a value that looks like a place for another one stays what it is.
        string[] pieces = ReadTemplate().Split("{{");
        var text = new StringBuilder(pieces[0]);
        foreach (string piece in pieces.Skip(1))
        {
            int end = piece.IndexOf("}}", StringComparison.Ordinal);
            text.Append(values.Single(value => value.Name == piece[..end]).Value).Append(piece.AsSpan(end + 2));
        }

        return text.ToString();
    }

    private static string Literal(IReadOnlyList<string> values) => $"@({string.Join(", ", values.Select(Literal))})";

    private static string Literal(TimeSpan value) => Literal(value.ToString("c", CultureInfo.InvariantCulture));

    private static string Literal(string value) =>
        $"'{string.Concat(value.Select(letter => SingleQuotes.Contains(letter, StringComparison.Ordinal) ? $"{letter}{letter}" : $"{letter}"))}'";

    private static string ReadTemplate()
    {
        using Stream stream = typeof(DrillFile).Assembly.GetManifestResourceStream(typeof(DrillFile), Template)
            ?? throw new InvalidOperationException($"The module lacks its template {Template}.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
