using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;

namespace Replication.Pipeline;

/// <summary>
/// Runs asynchronous work for a thread that must itself do certain things: PowerShell lets nobody but the pipeline's
/// thread write objects or ask questions. The work runs on the thread pool and hands such things over; the thread does
/// them one by one and returns when the work has ended.
/// When one of them throws (a downstream command has enough, the pipeline is stopped, an error is to be terminating),
/// the work is cancelled and awaited before that exception goes on, so nothing runs behind the back of a cmdlet that ended.
/// </summary>
internal sealed class PipelinePump
{
    private BlockingCollection<Action>? _actions;

    /// <param name="work">What to do; sees the stop through its own token.</param>
    /// <param name="cancel">Cancels the work.</param>
    public void Run(Func<Task> work, Action cancel)
    {
        using var actions = new BlockingCollection<Action>();
        _actions = actions;
        Task running = Task.Run(async () =>
        {
            try
            {
                await work();
            }
            finally
            {
                actions.CompleteAdding();
            }
        });
        ExceptionDispatchInfo? failure = null;
        foreach (Action action in actions.GetConsumingEnumerable())
        {
            try
            {
                action();
            }
            catch (Exception error)
            {
                failure ??= ExceptionDispatchInfo.Capture(error);
                cancel();
            }
        }

        try
        {
            // It has ended but for its last line: adding was completed there.
            running.GetAwaiter().GetResult();
        }
        catch when (failure is not null)
        {
            // What the work made of its cancellation says less than the reason for it.
        }

        failure?.Throw();
    }

    /// <summary>Does something on the thread that is in <see cref="Run"/> and returns what came of it.</summary>
    /// <exception cref="OperationCanceledException">It threw there; the reason goes up on that thread.</exception>
    public Task<T> InvokeAsync<T>(Func<T> action)
    {
        var outcome = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        Post(() =>
        {
            try
            {
                outcome.SetResult(action());
            }
            catch
            {
                outcome.SetCanceled();
                throw;
            }
        });
        return outcome.Task;
    }

    /// <summary>Hands something over without waiting for it. Dropped when the work has ended.</summary>
    public void Post(Action action)
    {
        try
        {
            _actions!.Add(action);
        }
        catch (InvalidOperationException)
        {
            // A report that comes late, after the work has ended, has nobody to see it.
        }
    }
}
