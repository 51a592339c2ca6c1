namespace Replication.HelpCompiler;

/// <summary>A topic in the form that Get-Help expects of one: headings in capitals, everything below them indented.</summary>
internal static class AboutTopic
{
    public static IEnumerable<string> Lines(string file)
    {
        foreach (string line in File.ReadLines(file))
        {
            if (line.StartsWith("# ", StringComparison.Ordinal))
            {
                yield return "TOPIC";
                yield return $"    {line[2..]}";
            }
            else
            {
                yield return line.StartsWith("## ", StringComparison.Ordinal) ? line[3..].ToUpperInvariant() : line.Length == 0 ? "" : $"    {line}";
            }
        }
    }
}
