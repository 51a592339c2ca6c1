using Amazon.EC2;
using Replication.Core.Errors;

namespace Replication.Aws.Ec2.Waiting;

/// <summary>
/// Looks at resources, all of them in one call, until each is in the wanted state, at growing and jittered intervals. An
/// unknown resource is waited for as long as its creation may take to become visible; a transient error of a look is
/// not the end of a wait. Errors: WaitTimedOut, ResourceFailed, ResourceNotFound.
/// </summary>
public sealed class ResourceWaiter(TimeProvider time, Random jitter)
{
    /// <summary>Who lists a new resource and who deletes it agree within seconds.</summary>
    private static readonly TimeSpan GoneGrace = TimeSpan.FromSeconds(8);

    private const string Unknown = "not known to the service";

    public ResourceWaiter(TimeProvider time)
        : this(time, Random.Shared)
    {
    }

    /// <summary>The last description of each, by id; of those that are gone there is none.</summary>
    public async Task<IReadOnlyDictionary<string, T>> WaitAsync<T>(
        WaitTarget<T> target, IReadOnlyCollection<string> ids, WaitOptions options, CancellationToken cancellationToken = default)
    {
        long start = time.GetTimestamp();
        var reached = new Dictionary<string, T>(StringComparer.Ordinal);
        var waiting = ids.ToDictionary(id => id, _ => Unknown, StringComparer.Ordinal);
        TimeSpan interval = options.FirstDelay;
        while (waiting.Count > 0)
        {
            Exception? failedLook = await LookAsync(target, waiting, reached, () => time.GetElapsedTime(start) < options.NotFoundGrace, cancellationToken);
            if (waiting.Count == 0) break;
            TimeSpan left = options.Timeout - time.GetElapsedTime(start);
            if (left <= TimeSpan.Zero) throw TimedOut(target, waiting, options, failedLook);
            await PauseAsync(Min(Jittered(interval), left), cancellationToken);
            interval = Min(interval * 2, options.MaximumDelay);
        }

        return reached;
    }

    /// <summary>
    /// Repeats a call on a resource that was made just now while the service answers that it does not know it, as long as
    /// the options' grace lasts.
    /// </summary>
    public Task<T> UntilVisibleAsync<T>(Func<CancellationToken, Task<T>> call, WaitOptions options, CancellationToken cancellationToken = default) =>
        UntilVisibleAsync(call, options, Ec2Errors.IsNotFound, cancellationToken);

    /// <summary>The same for a call that names older resources too: what the service does not know must be the new one.</summary>
    /// <param name="call">One attempt; harmless to repeat.</param>
    /// <param name="code">Error code that says so of the new resource.</param>
    /// <param name="options">With the grace.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task<T> UntilVisibleAsync<T>(Func<CancellationToken, Task<T>> call, string code, WaitOptions options, CancellationToken cancellationToken = default) =>
        UntilVisibleAsync(call, options, error => error is AmazonEC2Exception ec2 && ec2.ErrorCode == code, cancellationToken);

    /// <summary>
    /// Deletes what was listed a moment ago. That the service does not know it means that it is gone, or that it is so new
    /// that the part of the service that was asked has not heard of it: only the repeated answer is believed.
    /// </summary>
    /// <param name="delete">One attempt.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task UntilGoneAsync(Func<CancellationToken, Task> delete, CancellationToken cancellationToken = default)
    {
        long start = time.GetTimestamp();
        while (true)
        {
            try
            {
                await delete(cancellationToken);
                return;
            }
            catch (Exception error) when (Ec2Errors.IsNotFound(error))
            {
                if (time.GetElapsedTime(start) >= GoneGrace) return;
                await PauseAsync(Jittered(GoneGrace / 4), cancellationToken);
            }
        }
    }

    private async Task<T> UntilVisibleAsync<T>(
        Func<CancellationToken, Task<T>> call, WaitOptions options, Func<Exception, bool> isUnknown, CancellationToken cancellationToken)
    {
        long start = time.GetTimestamp();
        for (TimeSpan interval = options.FirstDelay; ; interval = Min(interval * 2, options.MaximumDelay))
        {
            try
            {
                return await call(cancellationToken);
            }
            catch (Exception error) when (isUnknown(error) && time.GetElapsedTime(start) < options.NotFoundGrace)
            {
                await PauseAsync(Jittered(interval), cancellationToken);
            }
        }
    }

    /// <summary>Moves what is reached out of those waiting; returns the transient error that kept it from looking.</summary>
    private static async Task<Exception?> LookAsync<T>(
        WaitTarget<T> target, Dictionary<string, string> waiting, Dictionary<string, T> reached, Func<bool> mayAppear, CancellationToken cancellationToken)
    {
        IReadOnlyDictionary<string, T> seen;
        try
        {
            seen = await DescribeAsync(target, [.. waiting.Keys], cancellationToken);
        }
        catch (Exception error) when (Ec2Errors.IsTransient(error) && !cancellationToken.IsCancellationRequested)
        {
            return error;
        }

        foreach (string id in waiting.Keys.ToList())
        {
            if (!seen.TryGetValue(id, out T? description))
            {
                if (target.GoneIsReached) waiting.Remove(id);
                else if (!mayAppear() || waiting[id] != Unknown) throw NotFound(target, id, waiting[id]);
                continue;
            }

            Observation observation = target.Judge(description);
            waiting[id] = observation.ToString();
            if (observation.Verdict == WaitVerdict.Failed) throw Failed(target, id, observation);
            if (observation.Verdict != WaitVerdict.Reached) continue;
            waiting.Remove(id);
            reached[id] = description;
        }

        return null;
    }

    /// <summary>One unknown id makes the service refuse the whole call; then each is asked for alone.</summary>
    private static async Task<IReadOnlyDictionary<string, T>> DescribeAsync<T>(WaitTarget<T> target, IReadOnlyList<string> ids, CancellationToken cancellationToken)
    {
        try
        {
            return await target.DescribeAsync(ids, cancellationToken);
        }
        catch (Exception error) when (Ec2Errors.IsNotFound(error))
        {
            var found = new Dictionary<string, T>(StringComparer.Ordinal);
            if (ids.Count == 1) return found;
            foreach (string id in ids)
            {
                foreach ((string key, T value) in await DescribeAsync(target, [id], cancellationToken)) found[key] = value;
            }

            return found;
        }
    }

    private static TimeSpan Min(TimeSpan one, TimeSpan other) => one < other ? one : other;

    private static ReplicationException TimedOut<T>(WaitTarget<T> target, Dictionary<string, string> waiting, WaitOptions options, Exception? failedLook) => new(
        "WaitTimedOut",
        string.Join(", ", waiting.Keys.Select(id => $"{target.Kind} {id}")),
        $"Not {target.Wanted} after {options.Timeout}; last seen: {string.Join(", ", waiting.Select(pair => $"{pair.Key} {pair.Value}"))}.",
        $"{target.Wanted}.",
        "The service may still get there; the same command looks again.",
        failedLook);

    private static ReplicationException Failed<T>(WaitTarget<T> target, string id, Observation observation) =>
        new("ResourceFailed", $"{target.Kind} {id}", $"Its state is {observation}.", $"{target.Wanted}.");

    private static ReplicationException NotFound<T>(WaitTarget<T> target, string id, string last) => new(
        "ResourceNotFound", $"{target.Kind} {id}", last == Unknown ? "The service does not know it." : $"It is gone; its last state was {last}.", $"{target.Wanted}.");

    /// <summary>Timers count whole milliseconds; a rest of one must not become a pause of none.</summary>
    private Task PauseAsync(TimeSpan pause, CancellationToken cancellationToken) =>
        Task.Delay(TimeSpan.FromMilliseconds(Math.Ceiling(pause.TotalMilliseconds)), time, cancellationToken);

    /// <summary>Between half and all of the interval, so that jobs that started together do not ask together.</summary>
    private TimeSpan Jittered(TimeSpan interval) => interval * (0.5 + (jitter.NextDouble() / 2));
}
