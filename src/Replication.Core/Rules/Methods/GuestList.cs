using System.Globalization;
using Replication.Core.Rules.Profiles;

namespace Replication.Core.Rules.Methods;

/// <summary>Whether a guest is on a profile's list (HOT-03..15).</summary>
public static class GuestList
{
    public static Finding Check(string machine, GuestOperatingSystem guest, RuleProfile profile)
    {
        (FindingStatus status, string rule) = Match(guest, profile.Guests);
        string found = status switch
        {
            FindingStatus.Unknown => $"Not enough is known about its operating system ({Describe(guest)}).",
            FindingStatus.Failed => $"{Describe(guest)} is not on the HotAdd list ({profile.Name}).",
            _ => $"{Describe(guest)} is on the HotAdd list ({profile.Name}).",
        };
        return new Finding(
            rule, MethodErrorIds.OsNotSupported, status, FindingSeverity.Error, $"VM {machine}", found, "an operating system that the list names.",
            "Use the import method, or profile Direct.");
    }

    /// <summary>Passed, Failed or Unknown, and the rule that says so.</summary>
    private static (FindingStatus Status, string Rule) Match(GuestOperatingSystem guest, IReadOnlyList<SupportedGuest> list)
    {
        const string WholeList = "HOT-02";
        if (guest.Product is null || guest.Version is null) return (FindingStatus.Unknown, WholeList);
        SupportedGuest[] lines = [.. list.Where(line => Same(line.Product, guest.Product) && line.Versions.Any(version => Covers(version, guest.Version)))];
        if (lines.Length == 0) return (FindingStatus.Failed, WholeList);
        FindingStatus[] answers = [.. lines.Select(line => Answer(line, guest))];
        FindingStatus best = answers.Contains(FindingStatus.Passed) ? FindingStatus.Passed
            : answers.Contains(FindingStatus.Unknown) ? FindingStatus.Unknown : FindingStatus.Failed;
        return (best, lines[Array.IndexOf(answers, best)].Rule);
    }

    private static FindingStatus Answer(SupportedGuest line, GuestOperatingSystem guest)
    {
        bool?[] parts =
        [
            line.Bits is null ? true : guest.Bits is { } bits ? bits == line.Bits : null,
            line.Editions is null && line.ExceptEditions is null ? true : guest.Edition is { } edition
                ? (line.Editions is null || Names(line.Editions, edition)) && (line.ExceptEditions is null || !Names(line.ExceptEditions, edition)) : null,
            line.Languages is null ? true : guest.Language is { } language ? Names(line.Languages, language) : null,
        ];
        return parts.Contains(false) ? FindingStatus.Failed : parts.Contains(null) ? FindingStatus.Unknown : FindingStatus.Passed;
    }

    /// <summary>"7.x" covers 7 and 7.9; "15+" covers 15, 15.4 and 16; anything else itself.</summary>
    private static bool Covers(string pattern, string version)
    {
        if (pattern.EndsWith(".x", StringComparison.Ordinal)) return version == pattern[..^2] || version.StartsWith(pattern[..^1], StringComparison.Ordinal);
        if (!pattern.EndsWith('+')) return Same(pattern, version);
        return int.TryParse(version.Split('.')[0], NumberStyles.None, CultureInfo.InvariantCulture, out int major)
            && major >= int.Parse(pattern[..^1], CultureInfo.InvariantCulture);
    }

    private static string Describe(GuestOperatingSystem guest)
    {
        string[] parts = [.. new[] { guest.Product, guest.Version, guest.Edition, guest.Bits is { } bits ? $"{bits}-bit" : null, guest.Language }.OfType<string>()];
        return parts.Length > 0 ? string.Join(' ', parts) : guest.Family?.ToString() ?? "unknown";
    }

    private static bool Names(IReadOnlyList<string> list, string value) => list.Any(one => Same(one, value));

    private static bool Same(string one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);
}
