using Replication.Agent.Server.Replicas;
using Replication.Core.Replicas;
using Replication.Core.Snapshots;
using Replication.Server.Tests.Support;

namespace Replication.Server.Tests.Replicas;

public class ByteBudgetTests
{
    [Fact]
    public void Takers_are_paid_for_in_the_order_in_which_they_came()
    {
        var time = new ManualTime();
        var budget = new ByteBudget(1000, time);
        Task first = budget.TakeAsync(1000, CancellationToken.None).AsTask();
        Task second = budget.TakeAsync(500, CancellationToken.None).AsTask();
        time.Advance(TimeSpan.FromMilliseconds(999));
        Assert.False(first.IsCompleted);
        time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.True(first.IsCompleted);
        Assert.False(second.IsCompleted);
        time.Advance(TimeSpan.FromMilliseconds(500));
        Assert.True(second.IsCompleted);
    }

    [Fact]
    public void A_long_silence_saves_a_moment_and_no_more()
    {
        var time = new ManualTime();
        var budget = new ByteBudget(1000, time);
        time.Advance(TimeSpan.FromHours(1));
        Assert.True(budget.TakeAsync(250, CancellationToken.None).IsCompleted);
        Task next = budget.TakeAsync(100, CancellationToken.None).AsTask();
        Assert.False(next.IsCompleted);
        time.Advance(TimeSpan.FromMilliseconds(100));
        Assert.True(next.IsCompleted);
    }

    [Fact]
    public async Task Who_goes_away_while_waiting_is_let_go()
    {
        var budget = new ByteBudget(1, new ManualTime());
        using var gone = new CancellationTokenSource();
        Task waiting = budget.TakeAsync(1000, gone.Token).AsTask();
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Uploads_take_as_long_as_the_rate_of_the_server_or_of_their_group_wants(bool ofServer)
    {
        const int rate = 100 * 1024;
        await using ReplicaLab lab = await ReplicaLab.StartAsync();
        await lab.AuthorizeAsync("hv1.contoso.com", "contoso");
        await lab.ApplyAsync();
        ReplicaClient client = lab.Client("hv1.contoso.com");
        string id = await client.StartAsync(BlockGeometry.BlockSize);
        await lab.SetAsync(ofServer ? new ReplicaServerChange { MaximumBytesPerSecond = rate } : new ReplicaServerChange { MaximumBytesPerSecondPerGroup = rate });
        Assert.True(await lab.ApplyAsync());
        DateTimeOffset begun = lab.Time.GetUtcNow();
        Task<Answer> upload = client.PutAsync(id, 0, new byte[BlockGeometry.BlockSize]);
        while (!upload.IsCompleted)
        {
            lab.Time.Advance(TimeSpan.FromMilliseconds(50));
            await Task.WhenAny(upload, Task.Delay(1));
        }

        Assert.Equal(201, (await upload).Status);
        double seconds = (lab.Time.GetUtcNow() - begun).TotalSeconds;
        Assert.True(seconds >= (double)BlockGeometry.BlockSize / rate - 0.5, $"{seconds} s");
    }
}
