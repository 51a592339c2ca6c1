using System.Globalization;

namespace Replication.Formatting;

/// <summary>Sizes and durations as people read them; the views of the format file use it as well.</summary>
public static class Human
{
    private static readonly string[] Units = ["B", "KiB", "MiB", "GiB", "TiB", "PiB"];

    public static string Size(double bytes)
    {
        int unit = 0;
        while (Math.Abs(bytes) >= 1024 && unit < Units.Length - 1)
        {
            bytes /= 1024;
            unit++;
        }

        return unit == 0 ? string.Create(CultureInfo.InvariantCulture, $"{bytes:0} B") : string.Create(CultureInfo.InvariantCulture, $"{bytes:0.0} {Units[unit]}");
    }

    /// <summary>How long ago that was.</summary>
    public static string Age(DateTimeOffset? time) => Duration(TimeProvider.System.GetUtcNow() - time);

    /// <summary>The two largest units: "3 d 4 h", "12 min 5 s".</summary>
    public static string Duration(TimeSpan? time)
    {
        if (time is not { } value) return "-";
        FormattableString text = value.Duration() switch
        {
            { TotalDays: >= 1 } => $"{value.Days} d {value.Hours} h",
            { TotalHours: >= 1 } => $"{value.Hours} h {value.Minutes} min",
            { TotalMinutes: >= 1 } => $"{value.Minutes} min {value.Seconds} s",
            _ => $"{value.TotalSeconds:0.0} s",
        };
        return FormattableString.Invariant(text);
    }
}
