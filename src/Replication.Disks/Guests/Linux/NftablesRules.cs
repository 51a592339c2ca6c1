using System.Text.RegularExpressions;

namespace Replication.Disks.Guests;

/// <summary>
/// What a ruleset of nftables (nft(8)) does with the first packet of an SSH connection, as far as it can be said without
/// the whole language: base chains of the input hook with plain rules. Anything that decides elsewhere (jumps, maps, sets by
/// name, variables, included files) is not known, unless a plain rule decides first.
/// </summary>
internal static partial class NftablesRules
{
    /// <summary>Longer ones are made by programs, of sets by name.</summary>
    private const int MaxCharacters = 256 * 1024;

    /// <summary>Null when it cannot be said.</summary>
    public static bool? PermitSsh(string text)
    {
        if (text.Length > MaxCharacters) return null;
        bool? verdict = true;
        foreach (Match chain in InputChain().Matches(Comment().Replace(text, "")))
        {
            verdict &= Decide(chain.Groups["body"].Value);
        }

        return verdict is true && text.Contains("include ", StringComparison.Ordinal) ? null : verdict;
    }

    private static bool? Decide(string body)
    {
        bool drops = body.Contains("policy drop", StringComparison.Ordinal);
        foreach (string line in body.Split('\n', ';'))
        {
            string rule = line.Trim();
            if (rule.Length == 0 || rule.StartsWith("type ", StringComparison.Ordinal) || rule.StartsWith("policy ", StringComparison.Ordinal)) continue;
            bool concerns = !Elsewhere().IsMatch(rule) && (!rule.Contains("dport", StringComparison.Ordinal) || NamesSsh(rule));
            if (!concerns) continue;
            if (Opaque().IsMatch(rule)) return null;
            if (Word(rule, "accept")) return true;
            if (Word(rule, "drop") || Word(rule, "reject")) return false;
        }

        return !drops;
    }

    private static bool NamesSsh(string rule) =>
        rule.Contains('@') || rule.Contains('$')
        || Port().Match(rule) is { Success: true } ports && SshPort.IsIn(ports.Groups["list"].Value.Trim('{', '}', ' '));

    private static bool Word(string rule, string word) => Regex.IsMatch(rule, $@"\b{word}\b");

    [GeneratedRegex(@"#[^\n]*")]
    private static partial Regex Comment();

    /// <summary>A chain whose body holds sets in braces at most one deep.</summary>
    [GeneratedRegex(@"chain\s+\S+\s*\{(?<body>[^{}]*hook\s+input\b(?:[^{}]|\{[^{}]*\})*)\}")]
    private static partial Regex InputChain();

    /// <summary>Conditions that the first packet of a connection from outside does not meet.</summary>
    [GeneratedRegex(@"\biif(name)?\s+""?lo\b|\bct state\b(?!.*\bnew\b)|\bicmp|\bigmp\b|\budp\b|\bsport\b|\bsaddr\b.*\b(drop|reject)\b")]
    private static partial Regex Elsewhere();

    [GeneratedRegex(@"\b(jump|goto|vmap)\b|[@$]")]
    private static partial Regex Opaque();

    [GeneratedRegex(@"dport\s+(?<list>\{[^}]*\}|\S+)")]
    private static partial Regex Port();
}
