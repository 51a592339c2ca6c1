namespace Replication.Disks.Guests;

/// <summary>Lines of NAME=value as shells and ini files have them, by section; quotes are taken off.</summary>
internal static class KeyValueFile
{
    /// <summary>The values in order; the section is empty before the first heading.</summary>
    public static IReadOnlyList<(string Section, string Key, string Value)> Parse(string text)
    {
        var values = new List<(string, string, string)>();
        string section = "";
        foreach (string raw in text.Split('\n'))
        {
            string line = raw.Trim();
            if (line.Length == 0 || line[0] is '#' or ';') continue;
            if (line[0] == '[' && line[^1] == ']')
            {
                section = line[1..^1];
                continue;
            }

            int equals = line.IndexOf('=');
            if (equals <= 0) continue;
            values.Add((section, line[..equals].Trim(), Unquote(line[(equals + 1)..].Trim())));
        }

        return values;
    }

    public static string? Find(string text, string key) =>
        Parse(text).Where(entry => entry.Key == key).Select(entry => entry.Value).LastOrDefault();

    private static string Unquote(string value) =>
        value.Length >= 2 && value[0] is '"' or '\'' && value[^1] == value[0] ? value[1..^1] : value;
}
