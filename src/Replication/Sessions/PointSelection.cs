using Replication.Core.Errors;

namespace Replication.Sessions;

/// <summary>Recovery points of a VM by what was asked for.</summary>
internal static class PointSelection
{
    /// <summary>The one of this id, or all where none is named.</summary>
    /// <exception cref="ReplicationException">RecoveryPointNotFound.</exception>
    public static IReadOnlyList<EnginePoint> Named(IReadOnlyList<EnginePoint> points, string? id, EngineVM vm)
    {
        if (id is null) return points;
        EnginePoint[] named = [.. points.Where(point => point.Id == id)];
        return named.Length > 0 ? named
            : throw new ReplicationException(
                "RecoveryPointNotFound", $"VM {vm.Name}", $"It has no recovery point {id}.", nextStep: "List the points to see which are kept.");
    }
}
