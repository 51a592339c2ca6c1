using Replication.Core.Evidence;

namespace Replication.Agent.Output;

/// <summary>What is said of a chain that has given up its oldest entries.</summary>
internal static class EvidenceWords
{
    public static string Of(EvidenceCheckpoint start) =>
        $"verified from the checkpoint of {Units.Time(start.At)}; older entries, 1 to {start.RemovedThrough}, were removed under retention.";
}
