using Microsoft.Extensions.Logging;
using Replication.Core.Errors;
using Replication.Core.Jobs;
using Replication.Runtime.Hosting;
using Replication.Runtime.Mounts;

namespace Replication.Agent.Host;

/// <summary>Runs detached jobs until there have been none, and no mounts, for a while.</summary>
internal sealed partial class HostLoop(DetachedJobs jobs, MountServer mounts, HostFolder folder, TimeSpan idle, TimeProvider time, ILogger<HostLoop> log)
{
    /// <summary>Whoever submits wakes the loop; this is for what comes by itself: a start that was put ahead, an owner that dies.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>While a command owns the workspace; followers look as often.</summary>
    private static readonly TimeSpan Contended = TimeSpan.FromMilliseconds(250);

    private readonly SemaphoreSlim _wake = new(0);

    /// <summary>What is run at the moment, oldest first. Read by those who answer, from other threads.</summary>
    public IReadOnlyList<HostJob> Current { get; private set; } = [];

    /// <summary>Somebody is interested: looks for jobs at once.</summary>
    public void Wake()
    {
        _wake.Release();
        jobs.Wake();
    }

    /// <exception cref="OperationCanceledException">It was told to let go, and has.</exception>
    public async Task RunUntilIdleAsync(CancellationToken cancellationToken)
    {
        long lastUse = time.GetTimestamp();
        bool isInUse = false;
        while (isInUse || time.GetElapsedTime(lastUse) < idle)
        {
            TimeSpan pause = Pause;
            try
            {
                if (await jobs.AnyDueAsync(cancellationToken))
                {
                    pause = Contended;
                    await jobs.TryRunDueAsync(Show, cancellationToken);
                }

                isInUse = await jobs.AnyAsync(cancellationToken) || await mounts.AnyAsync(cancellationToken);
            }
            catch (Exception error) when (error is ReplicationException or IOException or UnauthorizedAccessException)
            {
                // A full or unreachable disk: what is queued stays queued, and a trouble that stays ends the host when it has been idle long enough.
                // What is served already goes on being served.
                LogTrouble(error);
                isInUse = mounts.Count > 0;
            }

            if (isInUse) lastUse = time.GetTimestamp();
            if (await _wake.WaitAsync(pause < idle ? pause : idle, cancellationToken)) lastUse = time.GetTimestamp();
            if (File.Exists(folder.Address)) continue;
            LogGone();
            return;
        }
    }

    private void Show(IReadOnlyList<ReplicationJob> running)
    {
        IReadOnlyList<HostJob> before = Current;
        Current = [.. running.OrderBy(job => job.StartedAt).Select(job => new HostJob(job.Id, job.Verb, job.TargetName))];
        foreach (HostJob job in Current.Except(before)) LogBegun(job.Verb, job.Target, job.Id);
    }

    [LoggerMessage(1, LogLevel.Information, "{Verb} {Target}: running job {Id}.")]
    private partial void LogBegun(string verb, string target, string id);

    [LoggerMessage(2, LogLevel.Warning, "Jobs could not be looked at.")]
    private partial void LogTrouble(Exception error);

    [LoggerMessage(3, LogLevel.Warning, "The host's folder was removed from the workspace.")]
    private partial void LogGone();
}
