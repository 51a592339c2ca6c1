using System.Text.Json;
using Replication.Core.Boot;
using Replication.Core.Failover;
using Replication.Core.Jobs;
using Replication.Core.Media;
using Replication.Core.Mounts;
using Replication.Core.Protection;
using Replication.Core.RecoveryPoints;
using Replication.Core.Serialization;
using Replication.Core.States;

namespace Replication.Agent.Output;

/// <summary>One line about the result of a verb.</summary>
internal static class JobResults
{
    public static string Describe(ReplicationJob job) => job.Result is null ? "" : job.Verb switch
    {
        nameof(ReplicationVerb.Replicate) or nameof(ReplicationVerb.Resynchronize) or nameof(ReplicationVerb.Reverse) =>
            Describe(Parse<ReplicateResult>(job)),
        nameof(ReplicationVerb.StartTestFailover) or nameof(ReplicationVerb.Failover) or nameof(ReplicationVerb.PlannedFailover)
            or nameof(ReplicationVerb.ChangePoint) => Describe(Parse<FailoverResult>(job)),
        nameof(ReplicationVerb.Failback) => Describe(Parse<FailbackResult>(job)),
        nameof(ReplicationVerb.ExportInitial) or nameof(ReplicationVerb.ImportInitial) => Describe(Parse<MediaResult>(job)),
        VerifyPointHandler.VerbName => $"; point {Parse<VerifyPointResult>(job).PointId} read back and proven",
        CheckBootHandler.VerbName => Describe(Parse<CheckBootResult>(job)),
        ExportPointHandler.VerbName => string.Concat(Parse<ExportPointResult>(job).Files.Values.Select(file => $"; {file}")),
        MountPointHandler.VerbName => Describe(Parse<MountServing>(job)),
        _ => "",
    };

    private static string Describe(ReplicateResult result) =>
        string.Concat(result.Machines.Select(machine =>
            $"; point {machine.PointId}, read {Units.Size(machine.BytesRead)}, sent {Units.Size(machine.BytesSent)}{Wire(machine.WireBytes)}"
            + (machine.Consistency == Consistency.ApplicationConsistent ? ", application-consistent" : "")
            + (machine.Warning is { } warning ? $" ({warning})" : "")))
        + (result.GroupSkew is { } skew ? $"; running machines of the group were captured {Units.Duration(skew)} apart, not at one instant" : "");

    private static string Describe(FailoverResult result) =>
        $"; '{result.MachineName}' at {result.SiteName} from point {result.PointId}, disks verified"
        + (result.Started ? ", started" : $"; not started: {result.NotStartedBecause}") + (result.Note is { } note ? $". {note}" : "");

    private static string Describe(CheckBootResult result) =>
        $"; point {result.PointId} booted in {Units.Duration(result.Check.Observation.BootTime)}, recovered in {Units.Duration(result.Check.RecoveryTime)}"
        + (result.Check.Observation.Screenshot is { } picture ? $"; {picture}" : "");

    private static string Describe(FailbackResult result) =>
        $"; wrote {Units.Size(result.BytesWritten)} at {result.SiteName}, disks verified against point {result.PointId}{Wire(result.WireBytes)}";

    private static string Wire(long? bytes) => bytes is { } travelled ? $", {Units.Size(travelled)} over the network" : "";

    private static string Describe(MountServing result) => $"; mount {result.MountId}{string.Concat(result.Exports.Select(export => $"; {export.Uri}"))}";

    private static string Describe(MediaResult result) => $"; {result.Folder}, {Units.Size(result.BytesWritten)}";

    private static T Parse<T>(ReplicationJob job) => JsonSerializer.Deserialize<T>(job.Result!, ReplicationJson.Compact)!;
}
