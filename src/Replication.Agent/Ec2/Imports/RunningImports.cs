using System.Collections.Concurrent;
using Replication.Agent.Ec2.State;

namespace Replication.Agent.Ec2.Imports;

/// <summary>The import tasks of a region that are at work.</summary>
internal sealed class RunningImports(BackgroundWork background)
{
    private readonly ConcurrentDictionary<string, ImportWork> _running = new(StringComparer.Ordinal);

    public void Start(ImportWork work)
    {
        _running[work.TaskId] = work;
        _ = background.Start(async stop =>
        {
            await work.RunAsync(stop);
            _running.TryRemove(work.TaskId, out _);
        });
    }

    /// <summary>How much of a task is done, in percent; null when it is not at work.</summary>
    public int? Progress(string taskId) => _running.TryGetValue(taskId, out ImportWork? work) ? work.Progress : null;

    /// <summary>Ends the work on a task that has been marked as deleted.</summary>
    public void Stop(string taskId)
    {
        if (_running.TryGetValue(taskId, out ImportWork? work)) work.Stop();
    }
}
