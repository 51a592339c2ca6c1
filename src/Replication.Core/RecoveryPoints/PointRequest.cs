using Replication.Core.Groups;
using Replication.Core.Machines;
using Replication.Core.Sites;
using Replication.Core.Transfer;

namespace Replication.Core.RecoveryPoints;

/// <summary>What a recovery point is to be: of which VM, at which site, on which base.</summary>
public sealed record PointRequest
{
    public required string PointId { get; init; }

    public required ReplicatedVM Vm { get; init; }

    public required ReplicationGroup Group { get; init; }

    public required ISite ReplicaSite { get; init; }

    public string? GroupPointId { get; init; }

    public bool Planned { get; init; }

    /// <summary>Resynchronisation: what the destination holds is read and proven, not believed.</summary>
    public bool VerifyBase { get; init; }

    /// <summary>Copies that lie at the destination already; null when there are none.</summary>
    public SeedSource? Seed { get; init; }

    internal TransferSubject SubjectOf(Machine machine, IEnumerable<string> diskIds, RecoveryPoint? basis) =>
        // A resynchronisation sends in full what has no base any more.
        SubjectOf(Vm, Group, machine, diskIds, VerifyBase ? null : basis);

    /// <summary>What the destination's transfer method is asked about before anything is sent.</summary>
    /// <param name="vm">Which VM.</param>
    /// <param name="group">With its settings.</param>
    /// <param name="machine">As its site describes it.</param>
    /// <param name="diskIds">What of it is sent.</param>
    /// <param name="basis">Newest recovery point, or null.</param>
    internal static TransferSubject SubjectOf(ReplicatedVM vm, ReplicationGroup group, Machine machine, IEnumerable<string> diskIds, RecoveryPoint? basis) => new(
        vm.Id, machine, diskIds.ToDictionary(id => id, id => basis?.Disks.FirstOrDefault(disk => disk.DiskId == id)?.SnapshotId),
        group.Transfer ?? new TransferSettings(), group.KeepStandby);

    internal DiskPurpose PurposeOf(Machine machine, MachineDisk disk) => new(
        Vm.Id, Group.Transfer ?? new TransferSettings(), machine.BootsFrom(disk), GuestFamilies.Of(machine.OperatingSystem), Group.KeepStandby);
}

/// <summary>
/// An existing copy at the destination, used as the base of the first replication so that only differences travel
/// (HVR-25): the disks of a machine there, or image files.
/// </summary>
public sealed record SeedSource
{
    /// <summary>Machine at the destination whose disks have the same ids.</summary>
    public string? MachineId { get; init; }

    /// <summary>Image path by disk id.</summary>
    public IReadOnlyDictionary<string, string> Paths { get; init; } = new Dictionary<string, string>();
}
