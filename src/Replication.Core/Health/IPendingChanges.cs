namespace Replication.Core.Health;

/// <summary>A site that keeps track of changes can say how much waits to be replicated, without capturing anything.</summary>
public interface IPendingChanges
{
    /// <param name="machineId">Which machine.</param>
    /// <param name="since">By disk id, the change token of the capture that the newest point was made of.</param>
    /// <param name="cancellationToken">Stops the question.</param>
    /// <returns>Bytes that were marked as changed since on all of these disks; null where one of them is not tracked from there.</returns>
    /// <exception cref="Errors.ReplicationException">The machine could not be asked.</exception>
    Task<long?> PendingBytesAsync(string machineId, IReadOnlyDictionary<string, string> since, CancellationToken cancellationToken = default);
}
