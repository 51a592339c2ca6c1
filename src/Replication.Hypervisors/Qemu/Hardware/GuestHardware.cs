using Replication.Hypervisors.Qemu.Disks;

namespace Replication.Hypervisors.Qemu.Hardware;

/// <summary>Everything that makes the computer of a machine.</summary>
/// <param name="Name">Shown in the process list.</param>
/// <param name="Uuid">What the firmware tells the guest; null lets QEMU choose none.</param>
/// <param name="Uefi">Firmware's code and the machine's own variables; null for BIOS.</param>
/// <param name="Kvm">Whether the host's processor runs the guest; else it is emulated.</param>
/// <param name="ProcessorCount">Virtual processors.</param>
/// <param name="MemoryBytes">Memory.</param>
/// <param name="LocalClock">The hardware clock shows local time, as Windows expects, instead of UTC.</param>
/// <param name="Disks">In the order in which the guest finds them.</param>
/// <param name="Nics">In the order in which the guest finds them.</param>
internal sealed record GuestHardware(
    string Name, Guid? Uuid, (string Code, string Variables)? Uefi, bool Kvm, int ProcessorCount, long MemoryBytes, bool LocalClock,
    IReadOnlyList<GuestDisk> Disks, IReadOnlyList<GuestNic> Nics);
