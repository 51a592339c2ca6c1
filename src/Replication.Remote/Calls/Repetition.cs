using System.Net.Sockets;
using System.Security.Authentication;
using Replication.Core.Errors;

namespace Replication.Remote.Calls;

/// <summary>Whether and when a failed call is tried again. What may pass is repeated for a while: connections that drop, a server that is busy or restarts.</summary>
internal sealed class Repetition(RemoteConnection connection, RemoteCall call)
{
    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(50);

    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);

    private long? _failingSince;
    private int _failures;

    /// <summary>The call moved on: a later failure is a new one.</summary>
    public void Progressed()
    {
        _failures = 0;
        _failingSince = null;
    }

    /// <summary>Returns when it is to be tried again; throws when not.</summary>
    public async Task FailedAsync(Exception error, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (Refusal(error) is { } final) System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(final);
        // From the first failure on: a list may have stood still for long before, because nobody asked for more of it.
        TimeSpan elapsed = connection.Time.GetElapsedTime(_failingSince ??= connection.Time.GetTimestamp());
        if (elapsed >= connection.RepeatFor) throw RemoteErrors.Unreachable(call, connection.Address, error, elapsed);
        double doubled = Math.Min(FirstWait.TotalMilliseconds * Math.Pow(2, Math.Min(_failures++, 30)), LongestWait.TotalMilliseconds);
        // Half of it at random: callers that failed together come back apart.
        await Task.Delay(TimeSpan.FromMilliseconds(doubled * (0.5 + Random.Shared.NextDouble() / 2)), connection.Time, cancellationToken);
    }

    /// <summary>Null for what may pass.</summary>
    private Exception? Refusal(Exception error) => error switch
    {
        PassingFailureException => null,
        InvalidDataException or System.Text.Json.JsonException => RemoteErrors.Invalid(call, error.Message, error),
        ReplicationException => error,
        _ when connection.TrustFailure is { } untrusted && Find<AuthenticationException>(error) is not null => untrusted,
        // A connection that is reset between being made and being used shows itself bare.
        HttpRequestException or IOException or SocketException or TimeoutException => null,
        _ => error,
    };

    private static T? Find<T>(Exception? error) where T : Exception
    {
        for (; error is not null; error = error.InnerException)
        {
            if (error is T found) return found;
        }

        return null;
    }
}
