using System.Globalization;
using Replication.Core.Boot;
using Replication.Core.RecoveryPoints;

namespace Replication.Core.Evidence;

/// <summary>Facts as they are written down. Ids are those of points and jobs, so a continued job means the same fact.</summary>
internal static class EvidenceFacts
{
    public static EvidenceFact Accepted(RecoveryPoint point)
    {
        var details = new Dictionary<string, string>
        {
            [EvidenceDetails.SourceTime] = Text(point.SourceTime),
            [EvidenceDetails.AcceptedTime] = Text(point.AcceptedTime),
            ["consistency"] = point.Consistency.ToString(),
            ["sourceSite"] = point.SourceSiteId,
            ["store"] = point.StoreId,
            ["pointSequence"] = point.Sequence.ToString(CultureInfo.InvariantCulture),
            ["bytesSent"] = point.BytesSent.ToString(CultureInfo.InvariantCulture),
        };
        if (point.GroupPointId is { } group) details["groupPoint"] = group;
        foreach (RecoveryPointDisk disk in point.Disks) details[EvidenceDetails.RootPrefix + disk.DiskId] = disk.Root.ToString();
        return Of(point, EvidenceKind.Accepted, $"{point.Id}/{EvidenceKind.Accepted}", details);
    }

    public static EvidenceFact ReadBack(RecoveryPoint point, string jobId, long bytesRead) => Of(
        point, EvidenceKind.ReadBack, IdOf(EvidenceKind.ReadBack, jobId), new() { ["bytesRead"] = bytesRead.ToString(CultureInfo.InvariantCulture) });

    public static EvidenceFact BootChecked(RecoveryPoint point, string jobId, BootCheck check) => Of(
        point, EvidenceKind.BootChecked, IdOf(EvidenceKind.BootChecked, jobId), new()
        {
            ["passed"] = check.Observation.Passed ? "true" : "false",
            ["seconds"] = check.RecoveryTime.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture),
        });

    /// <summary>What became of a machine that was made of a point.</summary>
    public static EvidenceFact Machine(EvidenceKind kind, RecoveryPoint point, string jobId, string machineId, string verb) => Of(
        point, kind, IdOf(kind, jobId), new() { [EvidenceDetails.MachineId] = machineId, ["verb"] = verb });

    /// <summary>The same where the point itself is not at hand.</summary>
    public static EvidenceFact Machine(EvidenceKind kind, Groups.ReplicatedVM vm, string? pointId, string jobId, string machineId) => new(
        IdOf(kind, jobId), kind, vm.Id, vm.Name, pointId, new Dictionary<string, string> { [EvidenceDetails.MachineId] = machineId });

    public static EvidenceFact Deleted(RecoveryPoint point) => Of(
        point, EvidenceKind.Deleted, $"{point.Id}/{EvidenceKind.Deleted}", new() { [EvidenceDetails.SourceTime] = Text(point.SourceTime) });

    private static string IdOf(EvidenceKind kind, string jobId) => $"{jobId}/{kind}";

    private static EvidenceFact Of(RecoveryPoint point, EvidenceKind kind, string id, Dictionary<string, string> details) =>
        new(id, kind, point.VmId, point.VmName, point.Id, details);

    private static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("O", CultureInfo.InvariantCulture);
}
