using System.Globalization;

namespace Replication.Core.Rules.Failback;

/// <summary>
/// Order of the versions of one product: "2012" before "2012 R2" before "2016"; "7.10" after "7.9". Releases of Windows Server
/// that are named by year and month (1709, 1803) come between 2016 and 2019.
/// </summary>
internal static class SystemVersion
{
    private const int BetweenLongTermReleases = 2017;

    /// <summary>Negative, zero or positive; null when one of them is not understood or they are not of one product.</summary>
    public static int? Compare(GuestOperatingSystem one, GuestOperatingSystem other)
    {
        if (one.Product is null || !string.Equals(one.Product, other.Product, StringComparison.OrdinalIgnoreCase)) return null;
        return Parse(one) is { } first && Parse(other) is { } second ? first.CompareTo(second) : null;
    }

    private static (int Major, int Minor)? Parse(GuestOperatingSystem system)
    {
        if (system.Version is not { } version) return null;
        string[] words = version.Split(' ');
        string[] numbers = words[0].Split('.');
        if (!int.TryParse(numbers[0], NumberStyles.None, CultureInfo.InvariantCulture, out int major)) return null;
        if (words.Length == 2 && words[1] == "R2") return (major, 2);
        int minor = 0;
        if (words.Length > 1 || (numbers.Length > 1 && !int.TryParse(numbers[1], NumberStyles.None, CultureInfo.InvariantCulture, out minor))) return null;
        bool byMonth = system is { Family: GuestFamily.Windows, Product: "Windows Server" } && major is > 1000 and < 2000;
        return byMonth ? (BetweenLongTermReleases, major) : (major, minor);
    }
}
