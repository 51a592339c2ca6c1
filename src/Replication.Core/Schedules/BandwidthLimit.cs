using System.Globalization;
using Replication.Core.Errors;

namespace Replication.Core.Schedules;

/// <summary>How much may be sent at which time. As text: "10MiB/s", "08:00-18:00 10MiB/s", "08:00-18:00 Mon-Fri 10MiB/s", "20:00-06:00 Sat,Sun 1GiB/s".</summary>
/// <param name="Hours">Hours of the day that it holds for.</param>
/// <param name="Days">Days that it holds for; hours that cross midnight belong to the day on which they begin.</param>
/// <param name="BytesPerSecond">Bytes of disk content per second.</param>
public sealed record BandwidthLimit(DailyHours Hours, IReadOnlyList<DayOfWeek> Days, long BytesPerSecond)
{
    /// <summary>A block is 512 KiB: with less a second would not bring one per minute, and nothing would ever end.</summary>
    public const long Least = 16 * 1024;

    private static readonly DayOfWeek[] Week =
        [DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday, DayOfWeek.Thursday, DayOfWeek.Friday, DayOfWeek.Saturday, DayOfWeek.Sunday];

    /// <summary>Units of amounts, longest name first. Links are sold in bits, files measured in bytes.</summary>
    private static readonly (string Name, double Bytes)[] Units =
    [
        ("KiB/s", 1L << 10), ("MiB/s", 1L << 20), ("GiB/s", 1L << 30), ("KB/s", 1e3), ("MB/s", 1e6), ("GB/s", 1e9),
        ("kbit/s", 1e3 / 8), ("Mbit/s", 1e6 / 8), ("Gbit/s", 1e9 / 8), ("B/s", 1),
    ];

    public static BandwidthLimit Parse(string text)
    {
        string[] words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var hours = new DailyHours(TimeOnly.MinValue, TimeOnly.MinValue);
        IReadOnlyList<DayOfWeek> days = Week;
        int next = 0;
        if (next < words.Length && DailyHours.TryParse(words[next]) is { } named)
        {
            hours = named;
            next++;
        }

        if (next < words.Length - 1 && DaysOf(words[next]) is { } some)
        {
            days = some;
            next++;
        }

        if (next != words.Length - 1 || Amount(words[next]) is not { } amount) throw Invalid(text, $"It is '{text}'.");
        return amount >= Least ? new BandwidthLimit(hours, days, amount) : throw Invalid(text, $"It is {amount} bytes per second.");
    }

    public bool Applies(DateTime local) => Hours.Contains(local, out DayOfWeek day) && Days.Contains(day);

    public override string ToString()
    {
        string[] words =
        [
            .. Hours.IsWholeDay ? (string[])[] : [Hours.ToString()],
            .. Days.Count == Week.Length ? (string[])[] : [string.Join(',', Days.Select(Short))],
            $"{BytesPerSecond.ToString(CultureInfo.InvariantCulture)}B/s",
        ];
        return string.Join(' ', words);
    }

    /// <summary>The same for people: the amount also in the unit in which links are sold, for example "6250000B/s (50 Mbit/s)".</summary>
    public string Describe()
    {
        double bits = BytesPerSecond * 8.0;
        (string unit, double size) = bits >= 1e9 ? ("Gbit/s", 1e9) : bits >= 1e6 ? ("Mbit/s", 1e6) : ("kbit/s", 1e3);
        return string.Create(CultureInfo.InvariantCulture, $"{this} ({bits / size:0.##} {unit})");
    }

    private static long? Amount(string text)
    {
        foreach ((string name, double bytes) in Units)
        {
            if (text.EndsWith(name, StringComparison.OrdinalIgnoreCase)
                && double.TryParse(text.AsSpan(0, text.Length - name.Length), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double number)
                && number * bytes < long.MaxValue)
            {
                return (long)(number * bytes);
            }
        }

        return null;
    }

    private static DayOfWeek[]? DaysOf(string text)
    {
        var days = new List<DayOfWeek>();
        foreach (string part in text.Split(','))
        {
            int[] ends = [.. part.Split('-').Select(name => Array.FindIndex(Week, day => string.Equals(Short(day), name, StringComparison.OrdinalIgnoreCase)))];
            if (ends.Length is not (1 or 2) || ends.Contains(-1)) return null;
            // From Saturday to Monday is a way round as well.
            for (int at = ends[0]; ; at = (at + 1) % Week.Length)
            {
                if (!days.Contains(Week[at])) days.Add(Week[at]);
                if (at == ends[^1]) break;
            }
        }

        return [.. days];
    }

    private static string Short(DayOfWeek day) => day.ToString()[..3];

    private static ReplicationException Invalid(string text, string found) => new(
        "BandwidthLimitInvalid", $"Limit '{text}'", found, $"such as 10MiB/s or 08:00-18:00 Mon-Fri 50Mbit/s, and at least {Least} bytes per second.");
}
