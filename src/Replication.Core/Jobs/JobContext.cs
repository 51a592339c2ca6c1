using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using Replication.Core.Catalog;
using Replication.Core.Diagnostics;
using Replication.Core.Errors;
using Replication.Core.Serialization;
using Replication.Core.Transfer;

namespace Replication.Core.Jobs;

/// <summary>
/// A running job as its handler sees it: parameters, journal, progress. The journal is how a killed job continues: a
/// step that is Done is not repeated and returns its output again; a step that is only Started is repeated, so every
/// step is written to be harmless when its effect has already happened.
/// </summary>
public sealed class JobContext
{
    /// <summary>Steps that end before nobody sees begin.</summary>
    private static readonly TimeSpan Noticeable = TimeSpan.FromSeconds(1);

    private readonly ICatalog _catalog;
    private readonly TimeProvider _time;
    private readonly IJobObserver? _observer;
    private readonly JobFence? _fence;
    private readonly ConcurrentDictionary<string, JobStep> _steps;

    public JobContext(
        ReplicationJob job, IEnumerable<JobStep> journal, ICatalog catalog, TimeProvider time,
        IProgress<TransferProgress>? progress = null, IJobObserver? observer = null)
        : this(job, journal, catalog, time, progress, observer, fence: null)
    {
    }

    internal JobContext(
        ReplicationJob job, IEnumerable<JobStep> journal, ICatalog catalog, TimeProvider time,
        IProgress<TransferProgress>? progress, IJobObserver? observer, JobFence? fence)
    {
        Job = job;
        Progress = progress;
        _catalog = catalog;
        _time = time;
        _observer = observer;
        _fence = fence;
        _steps = new ConcurrentDictionary<string, JobStep>(journal.Select(step => KeyValuePair.Create(step.Name, step)), StringComparer.Ordinal);
    }

    public ReplicationJob Job { get; }

    public IProgress<TransferProgress>? Progress { get; }

    public DateTimeOffset Now => _time.GetUtcNow();

    public T Parameters<T>() where T : class => JobParameters.Parse<T>(Job.Parameters);

    /// <summary>Output of a step that is done, or null.</summary>
    public T? Find<T>(string name) where T : class =>
        _steps.TryGetValue(name, out JobStep? step) && step is { StepState: StepState.Done, Output: { } output }
            ? JsonSerializer.Deserialize<T>(output, ReplicationJson.Compact)
            : null;

    /// <summary>Outputs of all steps that are done and whose names begin with the prefix.</summary>
    public IEnumerable<T> FindAll<T>(string prefix) where T : class =>
        _steps.Keys.Where(name => name.StartsWith(prefix, StringComparison.Ordinal)).Select(Find<T>).OfType<T>();

    /// <summary>
    /// Runs a step once: nothing is begun that is no longer this process's to do, and Done is durable with the output after the effect. That it has started is written
    /// for people, of steps that take long; a rerun repeats a step that is only started as it does one without an entry.
    /// </summary>
    public async Task<T> StepAsync<T>(string name, Func<CancellationToken, Task<T>> effect, CancellationToken cancellationToken) where T : class
    {
        if (Find<T>(name) is { } done) return done;
        return await RepeatAsync(name, effect, cancellationToken);
    }

    public Task StepAsync(string name, Func<CancellationToken, Task> effect, CancellationToken cancellationToken) => StepAsync(
        name,
        async token =>
        {
            await effect(token);
            return StepNothing.Value;
        },
        cancellationToken);

    /// <summary>Runs a step even when it is done already, and journals the new output.</summary>
    public async Task<T> RepeatAsync<T>(string name, Func<CancellationToken, Task<T>> effect, CancellationToken cancellationToken) where T : class
    {
        using Activity? activity = ReplicationMeter.StartStep(name);
        // What an earlier run has made counts no longer from here on.
        if (_steps.TryGetValue(name, out JobStep? before) && before.StepState == StepState.Done) await WriteAsync(name, StepState.Started, null, cancellationToken);
        else await RequireOwnAsync(name, cancellationToken);
        Task<T> running = effect(cancellationToken);
        await ShowAsync(name, running);
        T output = await running;
        // The effect has happened: its entry is written even when a stop was asked for meanwhile.
        await WriteAsync(name, StepState.Done, Serialize(output), CancellationToken.None);
        return output;
    }

    /// <summary>
    /// A step whose effect is a change of the catalog: effect and entry are one transaction, so it happens exactly
    /// once however often the job is continued.
    /// </summary>
    public async Task<T> TransactAsync<T>(
        string name, Func<ICatalogTransaction, CancellationToken, Task<T>> effect, CancellationToken cancellationToken) where T : class
    {
        if (Find<T>(name) is { } done) return done;
        (T output, JobStep step) = await _catalog.TransactAsync(
            async (transaction, token) =>
            {
                await RequireOwnAsync(transaction, token);
                T result = await effect(transaction, token);
                return (result, await WriteAsync(transaction, name, StepState.Done, Serialize(result), token));
            },
            cancellationToken);
        Written(step);
        return output;
    }

    /// <summary>Takes entries out of the journal, so that their steps run again: what they did was undone or is no longer right.</summary>
    public async Task ForgetAsync(Func<string, bool> names, CancellationToken cancellationToken)
    {
        JobStep[] forgotten = [.. _steps.Values.Where(step => names(step.Name))];
        if (forgotten.Length == 0) return;
        await _catalog.TransactAsync(
            async (transaction, token) =>
            {
                await RequireOwnAsync(transaction, token);
                foreach (JobStep step in forgotten) await transaction.DeleteAsync(step, token);
                return true;
            },
            cancellationToken);
        foreach (JobStep step in forgotten) _steps.TryRemove(step.Name, out _);
    }

    private async Task RequireOwnAsync(string name, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        _fence?.Require(await _catalog.FindAsync<ReplicationJob>(Job.Id, cancellationToken));
        _observer?.OnStep(Job.Id, name, StepState.Started);
    }

    /// <summary>Writes that a step has started once it takes a while. Returns when there is nothing more to show.</summary>
    private async Task ShowAsync(string name, Task running)
    {
        using var enough = new CancellationTokenSource();
        Task noticeable = Task.Delay(Noticeable, _time, enough.Token);
        await Task.WhenAny(running, noticeable);
        await enough.CancelAsync();
        if (running.IsCompleted || _steps.TryGetValue(name, out JobStep? present) && present.StepState == StepState.Started) return;
        try
        {
            _steps[name] = await _catalog.TransactAsync(
                async (transaction, token) =>
                {
                    await RequireOwnAsync(transaction, token);
                    return await WriteAsync(transaction, name, StepState.Started, null, token);
                },
                CancellationToken.None);
        }
        catch (ReplicationException)
        {
            // It is a courtesy; the entry that the step ends with meets the same trouble and reports it.
        }
    }

    private static string Serialize<T>(T output) => JsonSerializer.Serialize(output, ReplicationJson.Compact);

    private async Task WriteAsync(string name, StepState state, string? output, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        // Once begun, an entry is written whole: a stop between an effect and its entry would repeat the effect.
        Written(await _catalog.TransactAsync(
            async (transaction, token) =>
            {
                await RequireOwnAsync(transaction, token);
                return await WriteAsync(transaction, name, state, output, token);
            },
            CancellationToken.None));
    }

    private Task RequireOwnAsync(ICatalogReader reader, CancellationToken cancellationToken) => _fence?.RequireAsync(reader, cancellationToken) ?? Task.CompletedTask;

    private Task<JobStep> WriteAsync(ICatalogTransaction transaction, string name, StepState state, string? output, CancellationToken cancellationToken)
    {
        var step = new JobStep
        {
            Id = $"{Job.Id}/{name}",
            JobId = Job.Id,
            Name = name,
            StepState = state,
            At = _time.GetUtcNow(),
            Output = output,
            Version = _steps.TryGetValue(name, out JobStep? present) ? present.Version : 0,
        };
        return step.Version == 0 ? transaction.InsertAsync(step, cancellationToken) : transaction.UpdateAsync(step, cancellationToken);
    }

    private void Written(JobStep step)
    {
        _steps[step.Name] = step;
        _observer?.OnStep(Job.Id, step.Name, step.StepState);
    }
}

/// <summary>Output of a step that has none.</summary>
internal sealed record StepNothing
{
    public static StepNothing Value { get; } = new();
}
