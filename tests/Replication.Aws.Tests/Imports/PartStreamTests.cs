using Replication.Aws.Imports;

namespace Replication.Aws.Tests.Imports;

public sealed class PartStreamTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(100, 1)]
    [InlineData(101, 2)]
    [InlineData(1234, 13)]
    public async Task Parts_are_of_one_size_but_the_last_and_hold_what_was_written(int length, int count)
    {
        var random = new Random(length);
        var content = new byte[length];
        random.NextBytes(content);
        var parts = new SortedDictionary<int, byte[]>();
        await using (var stream = new PartStream(100, 3, (number, bytes, _) => Keep(parts, number, bytes), Token))
        {
            for (int at = 0; at < length;)
            {
                int piece = Math.Min(random.Next(1, 250), length - at);
                await stream.WriteAsync(content.AsMemory(at, piece), Token);
                at += piece;
            }

            await stream.CompleteAsync(Token);
            Assert.Equal(count, stream.Parts);
        }

        Assert.Equal(Enumerable.Range(1, count), parts.Keys);
        Assert.All(parts.Values.SkipLast(1), part => Assert.Equal(100, part.Length));
        Assert.Equal(content, parts.Values.SelectMany(part => part));
    }

    [Fact]
    public async Task No_more_parts_than_allowed_are_on_their_way()
    {
        int now = 0;
        int most = 0;
        var go = new SemaphoreSlim(0);
        await using var stream = new PartStream(
            10, 2,
            async (_, _, token) =>
            {
                most = Math.Max(most, Interlocked.Increment(ref now));
                await go.WaitAsync(token);
                Interlocked.Decrement(ref now);
            },
            Token);
        await stream.WriteAsync(new byte[20], Token);
        ValueTask third = stream.WriteAsync(new byte[10], Token);
        Assert.False(third.IsCompleted);
        go.Release(3);
        await third;
        await stream.CompleteAsync(Token);
        Assert.InRange(most, 1, 2);
    }

    [Fact]
    public async Task The_first_failure_ends_the_others_and_is_that_of_the_writer()
    {
        bool stopped = false;
        await using var stream = new PartStream(
            10, 2,
            async (number, _, token) =>
            {
                if (number == 2) throw new IOException("part 2");
                try
                {
                    await Task.Delay(Timeout.Infinite, token);
                }
                finally
                {
                    stopped = true;
                }
            },
            Token);
        var failed = await Assert.ThrowsAsync<IOException>(async () =>
        {
            await stream.WriteAsync(new byte[20], Token);
            await stream.WriteAsync(new byte[100], Token);
            await stream.CompleteAsync(Token);
        });
        Assert.Equal("part 2", failed.Message);
        await stream.DisposeAsync();
        Assert.True(stopped);
    }

    [Fact]
    public async Task Stopped_means_stopped()
    {
        using var stop = new CancellationTokenSource();
        int running = 0;
        var stream = new PartStream(
            10, 2,
            async (_, _, token) =>
            {
                Interlocked.Increment(ref running);
                try
                {
                    await Task.Delay(Timeout.Infinite, token);
                }
                finally
                {
                    Interlocked.Decrement(ref running);
                }
            },
            stop.Token);
        await stream.WriteAsync(new byte[20], Token);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await stream.WriteAsync(new byte[10], stop.Token));
        await stream.DisposeAsync();
        Assert.Equal(0, running);
    }

    private static Task Keep(SortedDictionary<int, byte[]> parts, int number, ReadOnlyMemory<byte> bytes)
    {
        lock (parts) parts[number] = bytes.ToArray();
        return Task.CompletedTask;
    }
}
