namespace Replication.Disks.Guests;

/// <summary>
/// Interfaces in a file of netplan that have addresses and no DHCP. Of YAML it reads what netplan's own files use: nested
/// keys by indentation, lists in both forms. Anything else (anchors, tabs, several documents) makes the file unreadable
/// rather than misread.
/// </summary>
internal static class Netplan
{
    private static readonly string[] Kinds = ["ethernets", "bonds", "bridges", "vlans", "wifis", "tunnels", "vrfs", "dummy-devices"];

    public static IEnumerable<string> StaticInterfaces(string path, string text)
    {
        var addresses = new List<string>();
        var dhcp = new HashSet<string>();
        foreach (string[] keys in Paths(path, text))
        {
            if (keys is not ["network", var kind, var name, var key, .. var rest] || !Kinds.Contains(kind)) continue;
            if (key is "dhcp4" or "dhcp6" && rest is ["true" or "yes" or "on"]) dhcp.Add(name);
            if (key == "addresses" && rest.Length > 0 && !addresses.Contains(name)) addresses.Add(name);
        }

        return addresses.Where(name => !dhcp.Contains(name));
    }

    /// <summary>Each value with the keys above it; an empty value ends a path with its key.</summary>
    private static IEnumerable<string[]> Paths(string path, string text)
    {
        var open = new Stack<(int Indent, string Key)>();
        foreach (string raw in text.Split('\n'))
        {
            string line = Strip(raw);
            if (line.Trim() is "" or "---") continue;
            int indent = line.Length - line.TrimStart(' ').Length;
            string content = line.Trim();
            if (content[0] is '\t' or '&' or '*' or '|' or '>' or '{' or '?') throw Unreadable(path, content);

            // An entry of a list belongs to the key before it, which may stand in the same column.
            bool entry = content == "-" || content.StartsWith("- ", StringComparison.Ordinal);
            while (open.TryPeek(out var top) && (entry ? top.Indent > indent : top.Indent >= indent)) open.Pop();
            string[] above = [.. open.Reverse().Select(item => item.Key)];
            if (entry)
            {
                yield return [.. above, Unquote(content[1..].Trim())];
                continue;
            }

            int colon = content.EndsWith(':') ? content.Length - 1 : content.IndexOf(": ", StringComparison.Ordinal);
            if (colon <= 0)
            {
                // The rest of a list that was begun in brackets on an earlier line.
                yield return [.. above, content];
                continue;
            }

            string key = Unquote(content[..colon].Trim());
            string value = content[(colon + 1)..].Trim();
            open.Push((indent, key));
            if (value.StartsWith('&') || value.StartsWith('*') || value.StartsWith('{')) throw Unreadable(path, content);
            if (value.Trim('[', ']', ' ') is { Length: > 0 } plain) yield return [.. above, key, Unquote(plain)];
        }
    }

    private static string Strip(string line)
    {
        int comment = line.StartsWith('#') ? 0 : line.IndexOf(" #", StringComparison.Ordinal);
        return (comment < 0 ? line : line[..comment]).TrimEnd('\r', ' ');
    }

    private static string Unquote(string value) => value.Trim('"', '\'');

    private static GuestFileException Unreadable(string path, string content) => new(path, $"This form of YAML is not read: {content}");
}
