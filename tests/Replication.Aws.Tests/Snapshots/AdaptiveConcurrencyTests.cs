using Replication.Aws.Snapshots.Calls;

namespace Replication.Aws.Tests.Snapshots;

public class AdaptiveConcurrencyTests
{
    [Fact]
    public async Task A_burst_of_refusals_halves_the_limit_once()
    {
        var limit = new AdaptiveConcurrency(64);
        long[] eras = await EnterAsync(limit, 16);
        foreach (long era in eras) limit.Leave(era, AwsFailure.Throttled);
        Assert.Equal(8, limit.Limit);
        limit.Leave((await EnterAsync(limit, 1))[0], AwsFailure.QuotaExceeded);
        Assert.Equal(4, limit.Limit);
    }

    [Fact]
    public async Task The_limit_never_falls_below_one()
    {
        var limit = new AdaptiveConcurrency(64);
        for (int i = 0; i < 20; i++) limit.Leave((await EnterAsync(limit, 1))[0], AwsFailure.Throttled);
        Assert.Equal(1, limit.Limit);
    }

    [Fact]
    public async Task A_round_of_successes_adds_about_one_up_to_the_maximum()
    {
        var limit = new AdaptiveConcurrency(20);
        foreach (long era in await EnterAsync(limit, 16)) limit.Leave(era, null);
        Assert.InRange(limit.Limit, 16, 17);
        for (int i = 0; i < 500; i++) limit.Leave((await EnterAsync(limit, 1))[0], null);
        Assert.Equal(20, limit.Limit);
    }

    [Fact]
    public async Task Other_failures_do_not_change_it()
    {
        var limit = new AdaptiveConcurrency(64);
        limit.Leave((await EnterAsync(limit, 1))[0], AwsFailure.Transient);
        limit.Leave((await EnterAsync(limit, 1))[0], AwsFailure.Refused);
        Assert.Equal(16, limit.Limit);
    }

    [Fact]
    public async Task Whoever_is_over_the_limit_waits_and_one_who_gives_up_does_not_take_a_turn()
    {
        var limit = new AdaptiveConcurrency(1);
        long era = (await EnterAsync(limit, 1))[0];
        using var stop = new CancellationTokenSource();
        Task<long> impatient = limit.EnterAsync(stop.Token).AsTask();
        Task<long> patient = limit.EnterAsync(CancellationToken.None).AsTask();
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => impatient);
        Assert.False(patient.IsCompleted);
        limit.Leave(era, null);
        await patient;
    }

    private static async Task<long[]> EnterAsync(AdaptiveConcurrency limit, int count)
    {
        var eras = new long[count];
        for (int i = 0; i < count; i++) eras[i] = await limit.EnterAsync(CancellationToken.None);
        return eras;
    }
}
