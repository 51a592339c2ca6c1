using Replication.Core.Boot;
using Replication.Core.Failover;
using Replication.Core.Jobs;

namespace Replication.Agent.Dashboard.Models;

/// <summary>One exercise of recovery, with what it proved.</summary>
/// <param name="Job">The job that did it.</param>
/// <param name="PointId">Point that was exercised; null where the job did not come so far.</param>
/// <param name="Boot">What was seen of a machine that was booted.</param>
/// <param name="Test">Machine that a test failover made.</param>
/// <param name="BytesRead">Bytes that a read-back read and compared.</param>
internal sealed record DrillRecord(ReplicationJob Job, string? PointId, BootCheck? Boot, FailoverResult? Test, long? BytesRead)
{
    public string? Screenshot => Boot?.Observation.Screenshot;
}
