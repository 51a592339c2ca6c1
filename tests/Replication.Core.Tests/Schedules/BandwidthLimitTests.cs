using Replication.Core.Errors;
using Replication.Core.Policies;
using Replication.Core.Schedules;

namespace Replication.Core.Tests.Schedules;

public sealed class BandwidthLimitTests
{
    [Theory]
    [InlineData("10MiB/s", "10485760B/s")]
    [InlineData("08:00-18:00 10MB/s", "08:00-18:00 10000000B/s")]
    [InlineData("8:00-18:00 Mon-Fri 50Mbit/s", "08:00-18:00 Mon,Tue,Wed,Thu,Fri 6250000B/s")]
    [InlineData("20:00-06:00 sat,SUN 0.5GiB/s", "20:00-06:00 Sat,Sun 536870912B/s")]
    [InlineData("Sat-Mon 100KiB/s", "Sat,Sun,Mon 102400B/s")]
    public void What_is_written_is_understood_and_written_back(string text, string canonical)
    {
        Assert.Equal(canonical, BandwidthLimit.Parse(text).ToString());
        Assert.Equal(canonical, BandwidthLimit.Parse(canonical).ToString());
    }

    [Theory]
    [InlineData("50Mbit/s", "6250000B/s (50 Mbit/s)")]
    [InlineData("08:00-18:00 1GiB/s", "08:00-18:00 1073741824B/s (8.59 Gbit/s)")]
    [InlineData("100KiB/s", "102400B/s (819.2 kbit/s)")]
    public void People_see_the_unit_in_which_links_are_sold(string text, string shown) => Assert.Equal(shown, BandwidthLimit.Parse(text).Describe());

    [Theory]
    [InlineData("")]
    [InlineData("10")]
    [InlineData("10 MiB/s")]
    [InlineData("-1MiB/s")]
    [InlineData("25:00-18:00 10MiB/s")]
    [InlineData("08:00-18:00 Mo-Fr 10MiB/s")]
    [InlineData("08:00-18:00 Mon-Fri")]
    [InlineData("1KiB/s")]
    [InlineData("1e30GiB/s")]
    public void What_is_not_understood_is_refused(string text) =>
        Assert.Equal("BandwidthLimitInvalid", Assert.Throws<ReplicationException>(() => BandwidthLimit.Parse(text)).ErrorId);

    [Theory]
    // A Friday; 07:59, 08:00 and 18:00 in Berlin, in winter.
    [InlineData("2026-01-09T06:59:00Z", null)]
    [InlineData("2026-01-09T07:00:00Z", 1_000_000L)]
    [InlineData("2026-01-09T12:30:00Z", 500_000L)]
    [InlineData("2026-01-09T17:00:00Z", null)]
    // The night of Friday belongs to Friday, its Saturday morning included; that of Saturday does not.
    [InlineData("2026-01-09T22:00:00Z", 2_000_000L)]
    [InlineData("2026-01-10T04:59:00Z", 2_000_000L)]
    [InlineData("2026-01-10T22:00:00Z", null)]
    public void The_lowest_limit_of_the_time_of_day_holds(string at, long? expected)
    {
        var policy = new ReplicationPolicy
        {
            Id = "p",
            Name = "p",
            TimeZone = "Europe/Berlin",
            BandwidthLimits =
            [
                BandwidthLimit.Parse("08:00-18:00 Mon-Fri 1MB/s"), BandwidthLimit.Parse("12:00-14:00 500KB/s"), BandwidthLimit.Parse("22:00-06:00 Fri 2MB/s"),
            ],
        };
        DateTimeOffset now = DateTimeOffset.Parse(at, System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal(expected, policy.BandwidthAt(now, TimeZoneInfo.Utc));
    }

    [Theory]
    // The hour from 2 to 3 is not there in March and twice in October.
    [InlineData("2026-03-28T22:00:00Z", 3)]
    [InlineData("2026-10-24T22:00:00Z", 5)]
    [InlineData("2026-06-01T22:00:00Z", 4)]
    public void Hours_are_those_of_the_clock_on_the_wall(string midnight, int hours)
    {
        var policy = new ReplicationPolicy { Id = "p", Name = "p", TimeZone = "Europe/Berlin", BandwidthLimits = [BandwidthLimit.Parse("00:30-04:30 1MB/s")] };
        DateTimeOffset start = DateTimeOffset.Parse(midnight, System.Globalization.CultureInfo.InvariantCulture);
        int minutes = Enumerable.Range(0, 12 * 60).Count(minute => policy.BandwidthAt(start.AddMinutes(minute), TimeZoneInfo.Utc) is not null);
        Assert.Equal(hours * 60, minutes);
    }

    [Fact]
    public void A_time_zone_that_nobody_knows_is_refused()
    {
        var policy = new ReplicationPolicy { Id = "p", Name = "p", TimeZone = "Mars/Olympus" };
        Assert.Equal("PolicyInvalid", Assert.Throws<ReplicationException>(policy.Validate).ErrorId);
    }
}
