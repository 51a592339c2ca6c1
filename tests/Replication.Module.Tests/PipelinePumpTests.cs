using Replication.Pipeline;

namespace Replication.Module.Tests;

public class PipelinePumpTests
{
    [Fact]
    public void What_is_handed_over_happens_on_the_thread_that_runs_the_pump()
    {
        var pump = new PipelinePump();
        int here = Environment.CurrentManagedThreadId;
        var threads = new List<int>();
        int worker = 0;
        pump.Run(
            async () =>
            {
                worker = Environment.CurrentManagedThreadId;
                Assert.Equal(7, await pump.InvokeAsync(() => { threads.Add(Environment.CurrentManagedThreadId); return 7; }));
                pump.Post(() => threads.Add(Environment.CurrentManagedThreadId));
            },
            () => { });
        Assert.Equal([here, here], threads);
        Assert.NotEqual(here, worker);
    }

    [Fact]
    public void When_a_write_throws_the_work_is_cancelled_and_awaited_before_the_exception_goes_on()
    {
        var pump = new PipelinePump();
        using var stop = new CancellationTokenSource();
        bool cleanedUp = false;
        var thrown = Assert.Throws<InvalidTimeZoneException>(() => pump.Run(
            async () =>
            {
                try
                {
                    await Assert.ThrowsAnyAsync<OperationCanceledException>(() => pump.InvokeAsync<int>(() => throw new InvalidTimeZoneException("enough")));
                    await Task.Delay(Timeout.Infinite, stop.Token);
                }
                finally
                {
                    await Task.Yield();
                    cleanedUp = true;
                }
            },
            stop.Cancel));
        Assert.Equal("enough", thrown.Message);
        Assert.True(cleanedUp);
    }

    [Fact]
    public void The_work_s_own_exception_comes_out_as_it_is()
    {
        var pump = new PipelinePump();
        Assert.Throws<FileNotFoundException>(() => pump.Run(() => Task.FromException(new FileNotFoundException()), () => { }));
    }

    [Fact]
    public void A_report_after_the_end_is_dropped()
    {
        var pump = new PipelinePump();
        pump.Run(() => Task.CompletedTask, () => { });
        pump.Post(() => throw new InvalidOperationException("It was done."));
    }
}
