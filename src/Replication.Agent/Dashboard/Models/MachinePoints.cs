using Replication.Core.Errors;
using Replication.Core.Groups;
using Replication.Core.RecoveryPoints;
using Replication.Core.Service;

namespace Replication.Agent.Dashboard.Models;

/// <summary>Recovery points of a VM, newest first, and where they were read.</summary>
/// <param name="Points">Newest first.</param>
/// <param name="Damaged">Manifests that could not be read, in words.</param>
/// <param name="Unreachable">Why the catalog's copies are shown instead of the manifests; null when the manifests are.</param>
internal sealed record MachinePoints(IReadOnlyList<RecoveryPoint> Points, IReadOnlyList<string> Damaged, string? Unreachable)
{
    /// <summary>A site that is away must not keep a person from seeing what is known of it.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public static async Task<MachinePoints> ReadAsync(ReplicationService service, ReplicatedVM vm, TimeProvider time, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        string why;
        try
        {
            var damaged = new List<ReplicationException>();
            IReadOnlyList<RecoveryPoint> points = await service.Points.ListAsync(vm, damaged, stop.Token).WaitAsync(stop.Token);
            return new MachinePoints([.. points.Reverse()], [.. damaged.Select(error => error.Message)], null);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            why = $"It did not answer within {Patience.TotalSeconds:0} s.";
        }
        catch (ReplicationException error)
        {
            why = error.Message;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            why = error.Message;
        }

        IReadOnlyList<RecoveryPoint> known = await service.Points.ListKnownAsync(vm, cancellationToken);
        return new MachinePoints([.. known.OrderByDescending(point => point.Sequence)], [], why);
    }
}
