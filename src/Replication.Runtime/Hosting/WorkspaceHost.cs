using System.Diagnostics;
using System.Globalization;
using Replication.Core.Errors;
using Replication.Core.Jobs;
using Replication.Core.Mounts;
using Replication.Core.Service;
using Replication.Core.Transfer;

namespace Replication.Runtime.Hosting;

/// <summary>
/// The host of a workspace as others see it: a process that outlives commands and shells and runs detached jobs. Started
/// when it is needed; ends by itself.
/// </summary>
public sealed class WorkspaceHost(string workspace, WorkspaceHostOptions? options = null)
{
    private const int ShownLines = 10;
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(100);

    private readonly HostFolder _folder = new(workspace);
    private readonly WorkspaceHostOptions _options = options ?? new WorkspaceHostOptions();

    /// <returns>Null when there is none.</returns>
    public async Task<HostStatus?> PingAsync(CancellationToken cancellationToken = default) =>
        (await HostClient.AskAsync(_folder, HostProtocol.Ping, cancellationToken))?.Status;

    /// <summary>How a mounted point is served.</summary>
    /// <returns>Null when there is no host.</returns>
    public async Task<MountServing?> FindMountAsync(string mountId, CancellationToken cancellationToken = default) =>
        (await HostClient.AskAsync(_folder, HostProtocol.Mount, cancellationToken, mountId))?.Mount;

    /// <summary>Finds the host, or starts it and waits until it answers. It looks for jobs at once.</summary>
    /// <exception cref="ReplicationException">HostDidNotStart, with the last lines that it wrote; HostProgramNotFound.</exception>
    public Task<HostStatus> EnsureRunningAsync(CancellationToken cancellationToken = default) => EnsureAsync(
        ["host", "--idle", _options.Idle.TotalSeconds.ToString(CultureInfo.InvariantCulture)], _ => true, cancellationToken);

    /// <summary>Finds the agent, or starts it and waits until it answers; it takes the place of a host that is there.</summary>
    /// <exception cref="ReplicationException">As <see cref="EnsureRunningAsync"/>.</exception>
    /// <param name="pool">Whose jobs it is to run as well; null for those of no pool alone. One that runs already keeps the pool it has.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public Task<HostStatus> EnsureAgentAsync(string? pool = null, CancellationToken cancellationToken = default) =>
        EnsureAsync(pool is null ? ["agent", "run"] : ["agent", "run", "--pool", pool], status => status.Parts is not null, cancellationToken);


    private async Task<HostStatus> EnsureAsync(IReadOnlyList<string> command, Func<HostStatus, bool> isWanted, CancellationToken cancellationToken)
    {
        if (await PingAsync(cancellationToken) is { } running && isWanted(running)) return running;
        HostProgram program = _options.Program ?? HostProgram.Find();
        long begun = _options.Time.GetTimestamp();
        using Process? process = await HostLauncher.StartAsync(_folder, program, command, cancellationToken);
        bool ended = false;
        while (!ended && _options.Time.GetElapsedTime(begun) < _options.StartLimit)
        {
            // Looked at before it is asked: one that ends because another is there already leaves one that answers.
            ended = process is null || process.HasExited;
            if (await PingAsync(cancellationToken) is { } started && isWanted(started)) return started;
            if (!ended) await Task.Delay(PollInterval, _options.Time, cancellationToken);
        }

        throw new ReplicationException(
            "HostDidNotStart", HostClient.Name(_folder), $"{(ended ? "It ended" : "It did not answer")} after {_options.Time.GetElapsedTime(begun).TotalSeconds:0} s. {LastLines()}",
            "a host that starts.", $"Start it by hand to see why: replication {string.Join(' ', command)} --workspace \"{_folder.Workspace}\".");
    }

    /// <summary>Asks the host to let go and waits until it has: the job that it ran is Interrupted then and can be resumed.</summary>
    /// <returns>False when there was none.</returns>
    public Task<bool> StopAsync(CancellationToken cancellationToken = default) => EndAsync(HostProtocol.Stop, cancellationToken);

    /// <summary>As <see cref="StopAsync"/>, for who takes its place: detached jobs are queued again.</summary>
    /// <returns>False when there was none.</returns>
    public Task<bool> ReplaceAsync(CancellationToken cancellationToken = default) => EndAsync(HostProtocol.Replace, cancellationToken);

    private async Task<bool> EndAsync(string verb, CancellationToken cancellationToken)
    {
        if (await HostClient.AskAsync(_folder, verb, cancellationToken) is null) return false;
        while (true)
        {
            using (HostLock? free = HostLock.TryAcquire(_folder))
            {
                if (free is not null) return true;
            }

            await Task.Delay(PollInterval, _options.Time, cancellationToken);
        }
    }

    /// <summary>Writes a job down for the host to run. Nothing is written when there can be no host.</summary>
    public Task<ReplicationJob> SubmitAsync(ReplicationService service, JobRequest request, CancellationToken cancellationToken = default) =>
        HandOverAsync(() => service.SubmitAsync(request with { Detached = true }, cancellationToken), cancellationToken);

    /// <summary>Queues an interrupted or failed job again, for the host to run.</summary>
    public Task<ReplicationJob> ResumeAsync(ReplicationService service, string jobId, CancellationToken cancellationToken = default) =>
        HandOverAsync(() => service.Jobs.ResumeAsync(jobId, detached: true, cancellationToken), cancellationToken);

    /// <summary>Looks on until a job has ended, without ever running it here.</summary>
    public async Task<ReplicationJob> WaitAsync(
        ReplicationService service, string jobId, IProgress<TransferProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        // A host that was stopped or killed has left it in the queue, where nobody else would take it from.
        if (await service.Jobs.GetAsync(jobId, cancellationToken) is { Detached: true, JobState: JobState.Queued }) await EnsureRunningAsync(cancellationToken);
        while (true)
        {
            ReplicationJob job = await service.Jobs.WaitAsync(jobId, progress, cancellationToken);
            if (!job.IsToBeContinued) return job;
            // Its host died: the next one goes on with it as soon as it looks.
            await EnsureRunningAsync(cancellationToken);
            await Task.Delay(PollInterval, _options.Time, cancellationToken);
        }
    }

    private async Task<ReplicationJob> HandOverAsync(Func<Task<ReplicationJob>> write, CancellationToken cancellationToken)
    {
        await EnsureRunningAsync(cancellationToken);
        ReplicationJob job = await write();
        // One that ended in between has looked for jobs for the last time; one that is there looks at once.
        await EnsureRunningAsync(cancellationToken);
        return job;
    }

    private string LastLines()
    {
        foreach (string file in (string[])[_folder.Output, _folder.Log])
        {
            if (!File.Exists(file)) continue;
            string[] lines = [.. File.ReadLines(file).Where(line => line.Length > 0).TakeLast(ShownLines)];
            if (lines.Length > 0) return $"Its last lines: {string.Join(Environment.NewLine, lines)}";
        }

        return "It wrote nothing.";
    }
}
