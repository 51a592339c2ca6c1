using Replication.Core.Tests.Support;
using Replication.Core.Transfer;

namespace Replication.Core.Tests.Transfer;

public sealed class ThrottleTests
{
    private const int Block = 512 * 1024;

    private readonly EagerClock _clock = new();

    [Fact]
    public async Task All_senders_together_stay_below_the_rate()
    {
        var throttle = new Throttle(_clock, _ => ValueTask.FromResult<long?>(4 * Block));
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            for (int i = 0; i < 10; i++) await throttle.WaitAsync(Block, CancellationToken.None);
        })));
        // 80 blocks at 4 a second; a timer may be a millisecond late for each.
        Assert.InRange(_clock.Elapsed.TotalSeconds, 19.9, 20.1);
    }

    [Fact]
    public async Task A_block_larger_than_a_second_s_worth_is_sent_all_the_same()
    {
        var throttle = new Throttle(_clock, _ => ValueTask.FromResult<long?>(Block / 8));
        for (int i = 0; i < 3; i++) await throttle.WaitAsync(Block, CancellationToken.None);
        Assert.InRange(_clock.Elapsed.TotalSeconds, 23.9, 24.1);
    }

    [Fact]
    public async Task Time_that_was_not_used_is_worth_a_second()
    {
        var throttle = new Throttle(_clock, _ => ValueTask.FromResult<long?>(4 * Block));
        await Task.Delay(TimeSpan.FromHours(1), _clock);
        TimeSpan begun = _clock.Elapsed;
        for (int i = 0; i < 8; i++) await throttle.WaitAsync(Block, CancellationToken.None);
        Assert.InRange((_clock.Elapsed - begun).TotalSeconds, 0.99, 1.01);
    }

    [Fact]
    public async Task A_limit_that_is_lifted_lets_who_waits_go_on()
    {
        // It would take an hour.
        var throttle = new Throttle(_clock, _ => ValueTask.FromResult(_clock.Elapsed < TimeSpan.FromSeconds(10) ? Block / 3600 : (long?)null));
        await throttle.WaitAsync(Block, CancellationToken.None);
        Assert.InRange(_clock.Elapsed.TotalSeconds, 10, 11.1);
    }

    [Fact]
    public async Task Without_a_limit_nobody_waits()
    {
        var throttle = new Throttle(_clock, _ => ValueTask.FromResult<long?>(null));
        for (int i = 0; i < 1000; i++) await throttle.WaitAsync(Block, CancellationToken.None);
        Assert.Equal(TimeSpan.Zero, _clock.Elapsed);
    }

    [Fact]
    public async Task Who_is_stopped_waits_no_longer_and_keeps_nobody()
    {
        var throttle = new Throttle(TimeProvider.System, _ => ValueTask.FromResult<long?>(Block));
        using var stop = new CancellationTokenSource();
        ValueTask waiting = throttle.WaitAsync(1000 * Block, stop.Token);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await waiting);
        await throttle.WaitAsync(1, CancellationToken.None).AsTask().WaitAsync(TimeSpan.FromSeconds(60));
    }
}
