using Microsoft.Extensions.Logging;
using Replication.Agent.Service;
using Replication.Core.Errors;
using Replication.Core.Jobs;
using Replication.Runtime;
using Replication.Runtime.Hosting;
using Replication.Runtime.Mounts;

namespace Replication.Agent.Host;

/// <summary>The host of one workspace, from taking its lock to letting it go. With parts it is the workspace's agent.</summary>
internal sealed partial class HostProcess(HostFolder folder, TimeSpan idle, TimeProvider time, IReadOnlyList<IAgentPart>? parts = null, int jobLimit = DetachedJobs.DefaultLimit, string? pool = null)
{
    /// <summary>For a host that stays although there is nothing to do.</summary>
    public static readonly TimeSpan NeverIdle = TimeSpan.MaxValue;

    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(100);

    /// <summary>A host that ends lets go of its job first, and answers no more while it does.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>Runs until it has been idle for long enough, or is told to stop.</summary>
    /// <returns>The host that is there already; null when this was it.</returns>
    public async Task<HostStatus?> RunAsync(CancellationToken cancellationToken)
    {
        folder.Create();
        (HostLock? held, HostStatus? other) = await AcquireAsync(cancellationToken);
        if (held is null) return other;
        using (held)
        {
            HostSocketPath.RemoveStale(folder);
            using HostLock answering = await HostLock.BeginAnsweringAsync(folder, time, cancellationToken);
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            using var log = new HostLog(folder.Log, time);
            using ILoggerFactory loggers = LoggerFactory.Create(builder => builder.AddProvider(log));
            ILogger own = loggers.CreateLogger<HostProcess>();
            LogBegun(own, folder.Workspace, Environment.ProcessId);
            try
            {
                await ServeAsync(loggers, stop);
                LogIdle(own);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                LogStopped(own);
            }
        }

        return null;
    }

    private async Task ServeAsync(ILoggerFactory loggers, CancellationTokenSource stop)
    {
        var options = new WorkspaceOptions { Folder = folder.Workspace, Time = time, Loggers = loggers, JobLimit = jobLimit, Pool = pool };
        await using Workspace workspace = await Workspace.OpenAsync(options, stop.Token);
        await using AgentProcess? agent = parts is null ? null : await AgentProcess.StartAsync(options, parts, stop.Token);
        string path = HostSocketPath.Choose(folder);
        try
        {
            await ServeAsync(workspace, agent, path, loggers, stop);
        }
        finally
        {
            HostSocketPath.Remove(folder, path);
        }
    }

    private async Task ServeAsync(Workspace workspace, AgentProcess? agent, string path, ILoggerFactory loggers, CancellationTokenSource stop)
    {
        await using MountServer mounts = workspace.CreateMountServer(Path.GetDirectoryName(path)!);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(stop.Token);
        Task serving = mounts.RunAsync(end.Token);
        try
        {
            await AnswerAsync(workspace, mounts, agent, path, loggers, stop);
        }
        finally
        {
            await end.CancelAsync();
            await serving;
        }
    }

    private async Task AnswerAsync(
        Workspace workspace, MountServer mounts, AgentProcess? agent, string path, ILoggerFactory loggers, CancellationTokenSource stop)
    {
        var loop = new HostLoop(workspace.Detached, mounts, folder, idle, time, loggers.CreateLogger<HostLoop>());
        // By way of a timer: who asks for the stop is answered before it takes its course.
        var answers = new HostAnswers(
            loop, mounts, agent, time.GetUtcNow(), pool,
            replaced =>
            {
                workspace.Detached.HandsOver |= replaced;
                stop.CancelAfter(TimeSpan.Zero);
            });
        // An agent comes back, with its machine or after an update, and goes on; a host does not come by itself.
        workspace.Detached.HandsOver = agent is not null;
        do
        {
            await using HostListener listener = HostListener.Start(folder, path, answers.AnswerAsync);
            await loop.RunUntilIdleAsync(stop.Token);
            // Who was answered has submitted before asking: a job or a mount that came while the host was about to leave is seen by a
            // look that follows the last answer.
        }
        while (Directory.Exists(folder.Folder) && (await workspace.Detached.AnyAsync(stop.Token) || await mounts.AnyAsync(stop.Token)));
    }

    private async Task<(HostLock? Held, HostStatus? Other)> AcquireAsync(CancellationToken cancellationToken)
    {
        var others = new WorkspaceHost(folder.Workspace);
        long begun = time.GetTimestamp();
        while (time.GetElapsedTime(begun) < Patience)
        {
            if (HostLock.TryAcquire(folder) is { } held) return (held, null);
            if (await others.PingAsync(cancellationToken) is { } other)
            {
                if (parts is null || other.Parts is not null) return (null, other);
                // An agent is the host as well, and takes the place of one that is no agent.
                await others.ReplaceAsync(cancellationToken);
            }

            await Task.Delay(PollInterval, time, cancellationToken);
        }

        throw new ReplicationException(
            "HostUnresponsive", $"Host of {folder.Workspace}", $"Another one holds the workspace and has not answered for {Patience.TotalSeconds:0} s.", "a host that answers.",
            $"{folder.Log} says what it did last; end its process if it stays so.");
    }

    [LoggerMessage(1, LogLevel.Information, "Host of {Workspace} began as process {ProcessId}.")]
    private static partial void LogBegun(ILogger logger, string workspace, int processId);

    [LoggerMessage(2, LogLevel.Information, "Nothing to do any more.")]
    private static partial void LogIdle(ILogger logger);

    [LoggerMessage(3, LogLevel.Information, "Stopped.")]
    private static partial void LogStopped(ILogger logger);
}
