using Replication.Core.RecoveryPoints;

namespace Replication.Core.Health;

/// <summary>What achieved RPO and cycles are computed from: one point that a destination accepted.</summary>
/// <param name="SourceTime">Instant that the point shows, UTC.</param>
/// <param name="AcceptedTime">When the destination had all of it, UTC.</param>
/// <param name="BytesSent">Bytes put to the destination for it.</param>
/// <param name="AfterBreak">Replication was paused, or went elsewhere, before it: no cycle was due in between.</param>
public sealed record PointArrival(DateTimeOffset SourceTime, DateTimeOffset AcceptedTime, long BytesSent, bool AfterBreak = false)
{
    public TimeSpan Latency => AcceptedTime - SourceTime;

    public static PointArrival Of(RecoveryPoint point) => new(point.SourceTime, point.AcceptedTime, point.BytesSent);
}
