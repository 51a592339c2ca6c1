using Replication.Core.Groups;
using Replication.Core.RecoveryPoints;
using Replication.Core.Service;

namespace Replication.Agent.Dashboard.Models;

/// <summary>What waits at the primary site to be replicated.</summary>
internal static class MachineBacklog
{
    /// <summary>A guest that does not answer must not keep a person from the rest of the page.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <summary>Bytes; null where the source keeps no track of changes, or does not answer.</summary>
    public static async Task<long?> ReadAsync(
        ReplicationService service, ReplicatedVM vm, IReadOnlyList<RecoveryPoint> points, TimeProvider time, CancellationToken cancellationToken)
    {
        if (points.Count == 0) return null;
        using var patience = new CancellationTokenSource(Patience, time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        try
        {
            return await service.Health.PendingAsync(vm, points[0], stop.Token).WaitAsync(stop.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
