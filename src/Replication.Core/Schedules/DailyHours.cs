using System.Globalization;

namespace Replication.Core.Schedules;

/// <summary>A part of every day by the clock on the wall, across midnight where it ends before it begins, and the whole day where both are the same.</summary>
/// <param name="Start">Its first minute.</param>
/// <param name="End">The minute after its last.</param>
public sealed record DailyHours(TimeOnly Start, TimeOnly End)
{
    private const string Format = "HH:mm";

    public bool IsWholeDay => Start == End;

    /// <summary>Null when the text is not of the form "18:30-06:00".</summary>
    public static DailyHours? TryParse(string text)
    {
        string[] parts = text.Split('-', StringSplitOptions.TrimEntries);
        return parts.Length == 2 && TryParse(parts[0], out TimeOnly start) && TryParse(parts[1], out TimeOnly end) ? new DailyHours(start, end) : null;
    }

    /// <summary>Whether a time of a clock on the wall is in it. Where it begins the day before, <paramref name="day"/> is that day.</summary>
    public bool Contains(DateTime local, out DayOfWeek day)
    {
        day = local.DayOfWeek;
        var time = TimeOnly.FromDateTime(local);
        if (IsWholeDay) return true;
        if (Start < End) return time >= Start && time < End;
        if (time >= Start) return true;
        day = local.AddDays(-1).DayOfWeek;
        return time < End;
    }

    public override string ToString() => $"{Start.ToString(Format, CultureInfo.InvariantCulture)}-{End.ToString(Format, CultureInfo.InvariantCulture)}";

    private static bool TryParse(string text, out TimeOnly time) => TimeOnly.TryParseExact(text, ["HH:mm", "H:mm"], CultureInfo.InvariantCulture, DateTimeStyles.None, out time);
}
