namespace Replication.Agent.Server.Hosting;

/// <summary>Counts and limits what one caller takes of the server. Called by many requests at once.</summary>
public interface ICallerTraffic
{
    /// <summary>False when the caller has as many requests running as it may have; else <see cref="Exit"/> follows.</summary>
    bool TryEnter();

    void Exit();

    /// <summary>Bytes of a body have arrived; completes when the next ones may be read.</summary>
    ValueTask ReceivedAsync(int bytes, CancellationToken cancellationToken);

    /// <summary>Bytes of an answer are to be sent; completes when they may be.</summary>
    ValueTask SendingAsync(int bytes, CancellationToken cancellationToken);
}
