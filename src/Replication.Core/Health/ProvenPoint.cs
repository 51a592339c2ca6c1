using Replication.Core.RecoveryPoints;

namespace Replication.Core.Health;

/// <summary>A point that was proven after its arrival.</summary>
/// <param name="PointId">Which.</param>
/// <param name="SourceTime">Instant that it shows, UTC.</param>
/// <param name="ReadBack">Every block was read again and its root hash compared.</param>
/// <param name="Booted">A machine made of it booted.</param>
public sealed record ProvenPoint(string PointId, DateTimeOffset SourceTime, bool ReadBack, bool Booted)
{
    public static ProvenPoint? NewestOf(IEnumerable<RecoveryPoint> points) => points
        .Select(point => new ProvenPoint(point.Id, point.SourceTime, point.Verification == Verification.ReadBack, point.BootCheck?.Observation.Passed == true))
        .Where(point => point.ReadBack || point.Booted)
        .MaxBy(point => point.SourceTime);
}
