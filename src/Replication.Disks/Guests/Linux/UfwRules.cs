namespace Replication.Disks.Guests;

/// <summary>What ufw does with SSH: the first of its rules for the port decides, and without one the default policy for input.</summary>
internal static class UfwRules
{
    private const string Tuple = "### tuple ### ";

    /// <param name="rules">user.rules: before the rules for the kernel, each has a line "### tuple ### action protocol port destination ...".</param>
    /// <param name="defaults">/etc/default/ufw, or null.</param>
    public static bool PermitSsh(string rules, string? defaults)
    {
        foreach (string line in rules.Split('\n').Where(line => line.StartsWith(Tuple, StringComparison.Ordinal)))
        {
            string[] words = line[Tuple.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            if (words is not [var action, var protocol, var port, ..] || words.Contains("out")) continue;
            if (protocol is not ("tcp" or "any") || (port != "any" && !SshPort.IsIn(port))) continue;
            bool limited = words is [_, _, _, _, _, not "0.0.0.0/0" and not "::/0", ..];
            bool permits = action.StartsWith("allow", StringComparison.Ordinal) || action.StartsWith("limit", StringComparison.Ordinal);

            // A refusal of some addresses leaves the others alone.
            if (permits || !limited) return permits;
        }

        return defaults is not null && KeyValueFile.Find(defaults, "DEFAULT_INPUT_POLICY") == "ACCEPT";
    }
}
