using Replication.Core.Capture;
using Replication.Core.Errors;
using Replication.Core.Groups;
using Replication.Core.RecoveryPoints;
using Replication.Core.Sites;

namespace Replication.Core.Protection;

/// <summary>Where one machine of a replication job stands.</summary>
internal sealed class MachineRun(ReplicatedVM vm)
{
    public ReplicatedVM Vm => vm;

    public bool Initial { get; set; }

    public bool AfterFailback { get; set; }

    public PointRequest? Request { get; set; }

    /// <summary>Where it is captured and what of it; null when that is behind it.</summary>
    public (ISite Site, CaptureRequest Request)? Capture { get; set; }

    public IMachineImage? Image { get; set; }

    public TransferredMachine? Transferred { get; set; }

    public RecoveryPoint? Point { get; set; }

    public ReplicationException? Error { get; set; }

    public ReplicatedMachineResult ToResult() => new(
        vm.Id, vm.Name, Point?.Id, Initial, Transferred?.BytesRead ?? 0, Transferred?.BytesSent ?? 0, Transferred?.BytesSeeded ?? 0,
        Error?.ErrorId, Error?.Message)
    {
        WireBytes = Transferred?.WireBytes,
        Consistency = Point?.Consistency,
        Warning = Transferred?.Facts.Warning,
    };
}

/// <summary>Ids chosen once per job and journalled, so that a continued job makes the same points.</summary>
internal sealed record ReplicateIds(IReadOnlyDictionary<string, string> PointIds, string GroupPointId)
{
    public static ReplicateIds New(IReadOnlyList<string> vmIds) => new(vmIds.ToDictionary(id => id, _ => NewId()), NewId());

    public ReplicateIds Renew(IReadOnlyCollection<string> vmIds) =>
        new(PointIds.ToDictionary(known => known.Key, known => vmIds.Contains(known.Key) ? NewId() : known.Value), NewId());

    // Time-ordered, so that listings by id come out in the order of events.
    private static string NewId() => Guid.CreateVersion7().ToString();
}
