using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Replication.Catalog;
using Replication.Catalog.Postgres;
using Replication.Core.Catalog;
using Replication.Core.Errors;
using Replication.Core.Groups;
using Replication.Core.Jobs;
using Replication.Core.Protection;
using Replication.Core.Sites;
using Replication.Core.States;

namespace Replication.Bench.Scale;

/// <summary>
/// One agent in a process of its own: submits the jobs of its part of the machines when they are due, and runs whatever jobs it gets hold of. Catalog,
/// queue, claims, runner, journal and the verb itself are the product's; only the machines and their destination are simulated.
/// </summary>
internal sealed class ScaleAgent
{
    /// <summary>A transfer waits for its destination most of the time; so many at once keep up with the target on one agent.</summary>
    private const int JobsAtOnce = 16;

    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(50);

    private readonly ConcurrentBag<int> _lags = [];
    private readonly ConcurrentBag<string> _failed = [];
    private readonly int _index;
    private readonly int _agents;
    private readonly int _machines;
    private readonly DateTimeOffset _begin;
    private readonly DateTimeOffset _measured;
    private readonly DateTimeOffset _end;

    private ScaleAgent(string[] args)
    {
        (_index, _agents, _machines) = (Number(args[2]), Number(args[3]), Number(args[4]));
        _begin = DateTimeOffset.Parse(args[5], CultureInfo.InvariantCulture);
        _measured = _begin + TimeSpan.FromSeconds(Number(args[6]));
        _end = _measured + TimeSpan.FromSeconds(Number(args[7]));
    }

    /// <param name="args">Address of the catalog, folder of manifests, index of the agent, agents, machines, begin, seconds before and while it is measured.</param>
    public static async Task<ScaleAgentReport> RunAsync(string[] args) => await new ScaleAgent(args).RunAsync(args[0], args[1]);

    public static void Print(ScaleAgentReport report) => Console.WriteLine(JsonSerializer.Serialize(report));

    private async Task<ScaleAgentReport> RunAsync(string address, string folder)
    {
        PostgresAddress postgres = PostgresAddress.Parse(address);
        string name = $"agent{_index}:{Guid.NewGuid():N}";
        await using PostgresCatalog catalog = await PostgresCatalog.OpenAsync(postgres);
        SiteDefinition site = (await catalog.ReadAsync((reader, token) => reader.FindAsync<SiteDefinition>(ScaleCatalog.Site, token)))!;
        await using var simulated = new SimulatedSite(site, folder);
        var services = new EngineServices(catalog, simulated, null!, null!, TimeProvider.System, NullLoggerFactory.Instance);
        var runner = new JobRunner(catalog, TimeProvider.System, [new Timed(new ReplicateHandler(services, ReplicationVerb.Replicate), Note)], name);
        var workspace = new PoolLock(postgres, name);
        var queue = new JobQueue(catalog, runner, workspace, TimeProvider.System, name);
        var detached = new DetachedJobs(catalog, runner, workspace, TimeProvider.System) { Limit = JobsAtOnce };

        using var stop = new CancellationTokenSource(_end - TimeProvider.System.GetUtcNow());
        await Task.WhenAll(SubmitAsync(queue, detached, stop.Token), WorkAsync(detached, stop.Token));
        return new ScaleAgentReport([.. _lags], [.. _failed], Environment.CpuUsage.TotalTime.TotalSeconds);
    }

    private async Task SubmitAsync(JobQueue queue, DetachedJobs detached, CancellationToken stop)
    {
        var due = new PriorityQueue<int, DateTimeOffset>();
        for (int machine = _index; machine < _machines; machine += _agents) due.Enqueue(machine, _begin + ScaleCatalog.PhaseOf(machine, _machines));
        using var timer = new PeriodicTimer(Tick);
        try
        {
            while (await timer.WaitForNextTickAsync(stop))
            {
                while (due.TryPeek(out int machine, out DateTimeOffset at) && at <= TimeProvider.System.GetUtcNow())
                {
                    await queue.SubmitAsync(Request(machine), stop);
                    due.DequeueEnqueue(machine, at + ScaleCatalog.Interval);
                    detached.Wake();
                }
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The measurement is over.
        }
    }

    private static async Task WorkAsync(DetachedJobs detached, CancellationToken stop)
    {
        try
        {
            while (true)
            {
                // As a host does: it announces itself only where there is something to run.
                if (await detached.AnyDueAsync(stop)) await detached.TryRunDueAsync(_ => { }, stop);
                await Task.Delay(Tick, stop);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The measurement is over.
        }
    }

    private static JobRequest Request(int machine)
    {
        string id = ScaleCatalog.IdOf(machine);
        return new JobRequest(nameof(ReplicationVerb.Replicate), id, ScaleCatalog.NameOf(machine), [id], JobParameters.Format(new ReplicateParameters())) { Detached = true };
    }

    private void Note(ReplicationJob job, Exception? error)
    {
        if (error is not null) _failed.Add($"{(error as ReplicationException)?.ErrorId ?? error.GetType().Name}: {error.Message}");
        TimeSpan phase = ScaleCatalog.PhaseOf(Number(job.TargetName[2..]), _machines);
        // The last instant before the submission at which the machine was due.
        DateTimeOffset tick = _begin + phase + (ScaleCatalog.Interval * Math.Floor((job.SubmittedAt - _begin - phase) / ScaleCatalog.Interval));
        if (tick >= _measured) _lags.Add((int)(job.StartedAt!.Value - tick).TotalMilliseconds);
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    /// <summary>The verb itself, and a note of each run of it.</summary>
    private sealed class Timed(IJobHandler verb, Action<ReplicationJob, Exception?> note) : IJobHandler
    {
        public string Verb => verb.Verb;

        public bool ReplacesOthers => verb.ReplacesOthers;

        public Task<JobPlan> PlanAsync(JobRequest request, CancellationToken cancellationToken) => verb.PlanAsync(request, cancellationToken);

        public async Task<object?> RunAsync(JobContext job, CancellationToken cancellationToken)
        {
            try
            {
                object? result = await verb.RunAsync(job, cancellationToken);
                note(job.Job, null);
                return result;
            }
            catch (Exception error) when (error is not OperationCanceledException)
            {
                note(job.Job, error);
                throw;
            }
        }

        public Task AbandonAsync(JobContext job, CancellationToken cancellationToken) => verb.AbandonAsync(job, cancellationToken);
    }
}
