using Microsoft.Extensions.Logging;

namespace Replication.Aws.Snapshots.Calls;

/// <summary>
/// Runs calls and repeats those whose failure may pass, each class of failures by its own rule. A call holds its place
/// among the concurrent ones only while it runs, never while it waits to be repeated.
/// </summary>
internal sealed partial class AwsCalls(TimeProvider time, TimeSpan attemptTimeout, ILogger logger)
{
    public TimeProvider Time => time;

    /// <param name="operation">As the service calls it.</param>
    /// <param name="target">Snapshot, or snapshot and block, for errors.</param>
    /// <param name="call">One attempt.</param>
    /// <param name="concurrency">Limit that the call is subject to and teaches; null for rare calls.</param>
    /// <param name="mayAppear">Whether "no such snapshot" may mean "not yet".</param>
    /// <param name="cancellationToken">Stops the attempt or the wait at once.</param>
    public async Task<T> RunAsync<T>(
        string operation, string target, Func<CancellationToken, Task<T>> call, AdaptiveConcurrency? concurrency = null, bool mayAppear = false,
        CancellationToken cancellationToken = default)
    {
        long began = time.GetTimestamp();
        int failures = 0;
        while (true)
        {
            AwsFailure failure;
            Exception error;
            long era = concurrency is null ? 0 : await concurrency.EnterAsync(cancellationToken);
            // The clients' own time limit ends with the headers; a body that stalls is ended here.
            using var attempt = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            attempt.CancelAfter(attemptTimeout);
            try
            {
                T result = await call(attempt.Token);
                concurrency?.Leave(era, null);
                return result;
            }
            catch (Exception caught)
            {
                // The SDK reports an answer that was cut short by cancellation in several ways, disposed objects among them.
                error = attempt.IsCancellationRequested && !FailureClassifier.IsAnswer(caught)
                    ? new TimeoutException($"There was no answer for {attemptTimeout.TotalSeconds:F0} s.", caught)
                    : caught;
                failure = FailureClassifier.Classify(error);
                concurrency?.Leave(era, failure);
            }

            cancellationToken.ThrowIfCancellationRequested();
            if (error is Core.Errors.ReplicationException) System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(error);
            failures++;
            TimeSpan elapsed = time.GetElapsedTime(began);
            if (RetryRule.Of(failure, mayAppear) is not { } rule || elapsed >= rule.Budget) throw AwsErrors.From(operation, target, failure, error, elapsed);
            TimeSpan wait = rule.Wait(failures, Random.Shared.NextDouble());
            Repeating(operation, target, failure, failures, wait);
            await Task.Delay(wait, time, cancellationToken);
        }
    }

    public Task RunAsync(
        string operation, string target, Func<CancellationToken, Task> call, bool mayAppear = false, CancellationToken cancellationToken = default) =>
        RunAsync(
            operation, target,
            async token =>
            {
                await call(token);
                return true;
            },
            null, mayAppear, cancellationToken);

    [LoggerMessage(3101, LogLevel.Debug, "{Operation} of {Target} failed ({Failure}, failure {Failures}); again in {Wait}.")]
    private partial void Repeating(string operation, string target, AwsFailure failure, int failures, TimeSpan wait);
}
