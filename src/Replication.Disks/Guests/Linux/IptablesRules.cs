namespace Replication.Disks.Guests;

/// <summary>
/// What saved rules of iptables (iptables-save(8)) do with the first packet of an SSH connection from anywhere: the rules
/// are walked as the kernel does, and a condition that such a packet need not meet (an interface, an address, a connection
/// that exists already) is not met. An ACCEPT that is limited to some addresses is taken as meant for the admin.
/// </summary>
internal static class IptablesRules
{
    /// <summary>Deeper chains than any firewall has, and than a cycle.</summary>
    private const int MaxDepth = 16;

    /// <summary>Rules looked at in all, for chains that call each other often.</summary>
    private const int MaxSteps = 100_000;

    public static bool PermitSsh(string text)
    {
        var chains = new Dictionary<string, List<string[]>>();
        string policy = "ACCEPT";
        bool filter = true;
        foreach (string line in text.Split('\n'))
        {
            string[] words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            if (words.Length == 0) continue;
            if (words[0].StartsWith('*')) filter = words[0] == "*filter";
            if (!filter) continue;
            if (words is [":INPUT", var given, ..]) policy = given;
            if (words is not ["-A", var chain, .. var rule]) continue;
            if (!chains.TryGetValue(chain, out var rules)) chains[chain] = rules = [];
            rules.Add(rule);
        }

        int steps = 0;
        return Walk("INPUT", 0) ?? policy == "ACCEPT";

        // True and false are verdicts; null goes back to the chain before.
        bool? Walk(string chain, int depth)
        {
            if (depth > MaxDepth || !chains.TryGetValue(chain, out var rules)) return null;
            foreach (string[] rule in rules)
            {
                if (++steps > MaxSteps) return false;
                string? target = Target(rule);
                if (target is null || !Matches(rule, target)) continue;
                switch (target)
                {
                    case "ACCEPT": return true;
                    case "DROP" or "REJECT": return false;
                    case "RETURN": return null;
                    default:
                        if (Walk(target, depth + 1) is { } verdict) return verdict;
                        break;
                }
            }

            return null;
        }
    }

    private static string? Target(string[] rule)
    {
        int jump = Array.FindIndex(rule, word => word is "-j" or "--jump" or "-g" or "--goto");
        return jump >= 0 && jump + 1 < rule.Length ? rule[jump + 1] : null;
    }

    private static bool Matches(string[] rule, string target)
    {
        for (int i = 0; i < rule.Length; i++)
        {
            string value = i + 1 < rule.Length ? rule[i + 1] : "";
            bool negated = i > 0 && rule[i - 1] == "!";
            bool met = rule[i] switch
            {
                "-p" or "--protocol" => value is "tcp" or "6" or "all",
                "--dport" or "--dports" or "--destination-port" or "--destination-ports" => SshPort.IsIn(value),
                "--sport" or "--sports" or "-o" or "--out-interface" => false,
                "-i" or "--in-interface" => value != "lo",
                "--state" or "--ctstate" => value.Split(',').Contains("NEW"),
                "-s" or "--source" => target == "ACCEPT" || value is "0.0.0.0/0" or "::/0",
                _ => true,
            };
            if (met == negated && rule[i] is ['-', ..] && IsCondition(rule[i])) return false;
        }

        return true;
    }

    private static bool IsCondition(string word) => word is "-p" or "--protocol" or "--dport" or "--dports" or "--destination-port"
        or "--destination-ports" or "--sport" or "--sports" or "-i" or "--in-interface" or "-o" or "--out-interface" or "--state" or "--ctstate"
        or "-s" or "--source";
}
