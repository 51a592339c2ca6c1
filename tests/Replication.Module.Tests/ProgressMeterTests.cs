using Replication.Core.Transfer;
using Replication.Pipeline;

namespace Replication.Module.Tests;

public class ProgressMeterTests
{
    private const long MiB = 1 << 20;

    private readonly ManualTime _time = new();

    [Fact]
    public void The_rate_counts_from_where_a_continued_transfer_began_and_gives_the_time_left()
    {
        var meter = new ProgressMeter(_time);
        Assert.Equal(50, meter.Take(At(50))!.Value.Percent);
        _time.Advance(TimeSpan.FromSeconds(5));
        ProgressView view = meter.Take(At(60))!.Value;
        Assert.Equal(("disk0", 60, 20), (view.Item, view.Percent, view.SecondsLeft));
        Assert.Equal("sending: 60.0 MiB of 100.0 MiB, 2.0 MiB/s, read 60.0 MiB, sent 30.0 MiB", view.Status);
    }

    [Fact]
    public void Reports_in_quick_succession_are_left_out_but_a_new_disk_shows_at_once()
    {
        var meter = new ProgressMeter(_time);
        Assert.NotNull(meter.Take(At(1)));
        _time.Advance(TimeSpan.FromMilliseconds(150));
        Assert.Null(meter.Take(At(2)));
        Assert.NotNull(meter.Take(At(2) with { Activity = "disk1: sending" }));
        _time.Advance(TimeSpan.FromMilliseconds(250));
        Assert.NotNull(meter.Take(At(3) with { Activity = "disk1: sending" }));
    }

    [Fact]
    public void Work_without_a_length_is_no_division_by_zero()
    {
        ProgressView view = new ProgressMeter(_time).Take(new TransferProgress("looking", 0, 0, 0, 0))!.Value;
        Assert.Equal(("looking", 0, null), (view.Item, view.Percent, view.SecondsLeft));
        Assert.Equal("0 B of 0 B, read 0 B, sent 0 B", view.Status);
    }

    private static TransferProgress At(long position) => new("disk0: sending", position * MiB, 100 * MiB, position * MiB, position * MiB / 2);

    private sealed class ManualTime : TimeProvider
    {
        private long _ticks;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _ticks;

        public void Advance(TimeSpan time) => _ticks += time.Ticks;
    }
}
