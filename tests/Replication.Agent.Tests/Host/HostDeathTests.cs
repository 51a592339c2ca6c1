using System.Diagnostics;
using System.Text.Json;

namespace Replication.Agent.Tests.Host;

/// <summary>What becomes of a job when its host is told to go, or dies.</summary>
public sealed class HostDeathTests : IAsyncLifetime
{
    private readonly HostRun _run = new();
    private readonly byte[] _content = CommandRun.Content(CommandRun.LargeDisk, 4);

    public ValueTask InitializeAsync()
    {
        if (!OperatingSystem.IsLinux()) Assert.Skip("Signals are sent and processes looked up as on Linux.");
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => _run.DisposeAsync();

    [Fact]
    public async Task INV_02_a_job_of_a_killed_host_is_continued_by_the_next_one_which_replaces_the_stale_socket()
    {
        (string job, int host) = await _run.MidTransferAsync(_content);
        Assert.Equal(0, Signals.Send(host, Signals.Kill));
        await HostRun.GoneAsync(host);
        SkipIfEnded(await _run.JobAsync(job));

        Assert.True(File.Exists(_run.Folder.Address));
        Assert.Null(await _run.Host.PingAsync());
        await _run.Commands.HurryAsync();
        Process next = _run.Start(idle: 0.5);
        await next.WaitForExitAsync();
        JsonElement ended = await _run.JobAsync(job);
        Assert.Equal(("Succeeded", 2, 1), (ended.GetProperty("jobState").GetString(), ended.GetProperty("attempts").GetInt32(), ended.GetProperty("continuations").GetInt32()));
        Assert.True(await _run.HoldsAsync(_content));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task INV_02_a_host_that_is_told_to_go_leaves_a_job_that_can_be_resumed(bool bySignal)
    {
        (string job, int host) = await _run.MidTransferAsync(_content);
        if (bySignal) Assert.Equal(0, Signals.Send(host, Signals.Terminate));
        else Assert.True(await _run.Host.StopAsync());
        await HostRun.GoneAsync(host);
        JsonElement left = await _run.JobAsync(job);
        SkipIfEnded(left);
        Assert.Equal(("Interrupted", true), (left.GetProperty("jobState").GetString(), left.GetProperty("canContinue").GetBoolean()));
        Assert.False(File.Exists(_run.Folder.Address));

        await _run.Commands.HurryAsync();
        // Stopped means that nothing is written any more, and that the next host leaves it alone.
        long after = FolderSize.Of(_run.Store);
        Process next = _run.Start(idle: 0.5);
        await next.WaitForExitAsync();
        Assert.Equal((after, "Interrupted"), (FolderSize.Of(_run.Store), (await _run.JobAsync(job)).GetProperty("jobState").GetString()));

        JsonElement resumed = (await _run.Commands.JsonAsync("jobs", "resume", job))[0];
        Assert.Equal(("Succeeded", 2), (resumed.GetProperty("jobState").GetString(), resumed.GetProperty("attempts").GetInt32()));
        Assert.True(await _run.HoldsAsync(_content));
    }

    [Fact]
    public async Task A_job_of_the_host_is_stopped_and_resumed_from_elsewhere()
    {
        (string job, int host) = await _run.MidTransferAsync(_content);
        // Frozen until it has been asked: a second is how often it looks, and enough to come to its end.
        Signals.Send(host, Signals.Stop);
        Task<JsonElement> stopping = _run.Commands.JsonAsync("jobs", "stop", job);
        await HostRun.UntilAsync(async () => (await _run.JobAsync(job)).GetProperty("stopRequested").GetBoolean() || stopping.IsCompleted);
        Signals.Send(host, Signals.Continue);
        JsonElement stopped = (await stopping)[0];
        SkipIfEnded(stopped);
        Assert.Equal("Interrupted", stopped.GetProperty("jobState").GetString());
        Assert.NotNull(await _run.Host.PingAsync());
        await _run.Commands.HurryAsync();
        await _run.Commands.JsonAsync("jobs", "resume", job, "--detach");
        await _run.Commands.JsonAsync("jobs", "wait", job);
        Assert.True(await _run.HoldsAsync(_content));
    }

    private static void SkipIfEnded(JsonElement job)
    {
        if (job.GetProperty("jobState").GetString() == "Succeeded") Assert.Skip("The replication ended before it could be stopped.");
    }
}
