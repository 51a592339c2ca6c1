using System.Globalization;
using System.Text.RegularExpressions;

namespace Replication.Dashboard.Tests.Pages;

/// <summary>Colours of both themes against WCAG 2.2, level AA: 4.5 to 1 for text (1.4.3), 3 to 1 for what a drawing is read by (1.4.11).</summary>
public partial class StyleTests
{
    private static readonly (string Front, string Back, double Least)[] Pairs =
    [
        ("text", "page", 4.5), ("text", "panel", 4.5), ("text", "soft", 4.5), ("muted", "page", 4.5), ("muted", "panel", 4.5), ("muted", "soft", 4.5), ("link", "page", 4.5),
        ("link", "panel", 4.5), ("ok", "ok-back", 4.5), ("warn", "warn-back", 4.5), ("bad", "bad-back", 4.5), ("busy", "busy-back", 4.5), ("bad", "panel", 4.5), ("warn", "panel", 4.5),
        ("ok", "panel", 4.5), ("panel", "link", 4.5), ("saw", "panel", 3), ("limit", "panel", 3), ("focus", "page", 3), ("focus", "panel", 3), ("saw", "soft", 3), ("bad", "soft", 3),
    ];

    [Fact]
    public void Colours_of_both_themes_can_be_told_apart()
    {
        foreach (Dictionary<string, string> theme in Themes())
        {
            foreach ((string front, string back, double least) in Pairs)
            {
                double contrast = Contrast(theme[front], theme[back]);
                Assert.True(contrast >= least, $"{front} {theme[front]} on {back} {theme[back]}: {contrast:0.00}, and {least} is needed.");
            }
        }
    }

    [Fact]
    public void The_dark_theme_is_the_same_whether_the_system_or_the_reader_chose_it()
    {
        Dictionary<string, string>[] themes = [.. Themes()];
        Assert.Equal(3, themes.Length);
        Assert.Equal(themes[1], themes[2]);
    }

    private static IEnumerable<Dictionary<string, string>> Themes()
    {
        using Stream resource = typeof(Agent.Dashboard.DashboardSettings).Assembly.GetManifestResourceStream("Replication.Agent.Dashboard.Assets.dashboard.css")!;
        string style = new StreamReader(resource).ReadToEnd();
        return Theme().Matches(style).Select(theme => Colour().Matches(theme.Value).ToDictionary(colour => colour.Groups[1].Value, colour => colour.Groups[2].Value));
    }

    private static double Contrast(string one, string other)
    {
        (double lighter, double darker) = (Math.Max(Luminance(one), Luminance(other)), Math.Min(Luminance(one), Luminance(other)));
        return (lighter + 0.05) / (darker + 0.05);
    }

    private static double Luminance(string colour)
    {
        double[] parts = [.. Enumerable.Range(0, 3).Select(at => Linear(int.Parse(colour.AsSpan(1 + 2 * at, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture) / 255.0))];
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2];
    }

    private static double Linear(double part) => part <= 0.04045 ? part / 12.92 : Math.Pow((part + 0.055) / 1.055, 2.4);

    [GeneratedRegex(@":root[^{]*\{[^}]*\}")]
    private static partial Regex Theme();

    [GeneratedRegex("--([a-z-]+): (#[0-9a-f]{6})(?:[0-9a-f]{2})?;")]
    private static partial Regex Colour();
}
