using System.Security.Cryptography;
using System.Text;
using Amazon.EC2;
using Replication.Core.Errors;
using Replication.Core.Machines;
using Replication.Core.Sites;

namespace Replication.Aws.Sites;

/// <summary>A machine to be made, with everything decided that the service need not be asked for.</summary>
internal sealed record ReplicaPlan
{
    public required MachineSpecification Specification { get; init; }

    /// <summary>Boot disk first.</summary>
    public required IReadOnlyList<ReplicaDisk> Disks { get; init; }

    public string MachineId => Specification.Machine.Id;

    public LaunchSettings Launch => Specification.Launch;

    /// <summary>
    /// Whether the instance is launched from an image of the recovery point itself. Otherwise it is launched as a shell whose
    /// volumes are then swapped: a base image carries a licence, an empty one keeps a machine that is to stay off from
    /// running its guest even once.
    /// </summary>
    public bool LaunchesContent => Specification.Start && Launch.BaseImageId is null && !PreparesGuest;

    /// <summary>Whether drivers have to be put into the boot volume before anything boots from it.</summary>
    public bool PreparesGuest { get; init; }

    public BootModeValues? BootMode => Specification.Machine.Firmware switch
    {
        Firmware.Uefi => BootModeValues.Uefi,
        Firmware.Bios => BootModeValues.LegacyBios,
        _ => null,
    };

    /// <summary>Tells contents apart; a machine is complete when its tag says this.</summary>
    public string ContentDigest => Digest(string.Join('\n', Disks.Select(disk => $"{disk.DiskId}\t{disk.SnapshotId}\t{disk.Length}")));

    /// <summary>32 hex digits: enough to tell apart, short enough for names and tokens.</summary>
    public static string Digest(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..32];

    /// <summary>The disks of a specification in the order of their devices. Errors: NoDisksToReplicate, TooManyDisks.</summary>
    public static IReadOnlyList<MachineDisk> Order(MachineSpecification specification)
    {
        Machine machine = specification.Machine;
        MachineDisk[] disks = [.. machine.Disks.Where(disk => specification.Contents.ContainsKey(disk.Id)).OrderByDescending(disk => disk.Boot).ThenBy(disk => disk.Position)];
        if (disks.Length == 0) throw new ReplicationException("NoDisksToReplicate", $"Machine {machine.Name}", "It has no disk with content.", "at least the boot disk.");
        return disks.Length <= DeviceNames.Maximum ? disks : throw new ReplicationException(
            "TooManyDisks", $"Machine {machine.Name}", $"It has {disks.Length} disks.", $"at most {DeviceNames.Maximum} for an instance.", "Exclude disks.");
    }
}
