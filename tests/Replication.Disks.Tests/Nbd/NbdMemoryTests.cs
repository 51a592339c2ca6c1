using Replication.Disks.Nbd;

namespace Replication.Disks.Tests.Nbd;

public sealed class NbdMemoryTests
{
    private readonly NbdMemory _memory = new(100);

    [Fact]
    public async Task Who_wants_more_than_is_left_waits_and_is_not_overtaken()
    {
        await _memory.TakeAsync(60, default);
        ValueTask large = _memory.TakeAsync(80, default);
        ValueTask small = _memory.TakeAsync(10, default);
        Assert.False(large.IsCompleted);
        Assert.False(small.IsCompleted);

        _memory.Return(60);

        await large;
        await small;
        Assert.Equal(10, _memory.Left);
    }

    [Fact]
    public async Task Who_gives_up_waiting_lets_the_next_one_in()
    {
        await _memory.TakeAsync(60, default);
        using var stop = new CancellationTokenSource();
        Task large = _memory.TakeAsync(80, stop.Token).AsTask();
        ValueTask small = _memory.TakeAsync(10, default);

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => large);
        await small;
        _memory.Return(70);
        Assert.Equal(100, _memory.Left);
    }

    [Fact]
    public async Task More_than_there_can_ever_be_is_refused() =>
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await _memory.TakeAsync(101, default));
}
