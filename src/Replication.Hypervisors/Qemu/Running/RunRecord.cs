using Replication.Core.Machines;
using Replication.Core.Platform;
using Replication.Hypervisors.Qemu.Hardware;

namespace Replication.Hypervisors.Qemu.Running;

/// <summary>What is known of a machine that was started, in run.json of its run folder.</summary>
public sealed record RunRecord
{
    public required string MachineId { get; init; }

    /// <summary>Folder of the sockets that <see cref="RunSockets"/> names.</summary>
    public required string Sockets { get; init; }

    /// <summary>QEMU's process; null while it is being started.</summary>
    public ProcessIdentity? Process { get; init; }

    /// <summary>By the site's clock, UTC.</summary>
    public required DateTimeOffset Started { get; init; }

    /// <summary>Whether the host's processor runs the guest; else it is emulated.</summary>
    public bool Kvm { get; init; }

    /// <summary>The disks as they were found before the start: nobody else looks into an image while a machine writes it.</summary>
    public required IReadOnlyList<MachineDisk> Disks { get; init; }

    /// <summary>Ids of the disks that have a change log.</summary>
    public required IReadOnlyList<string> ChangeLogs { get; init; }

    public required IReadOnlyList<PortForward> Forwards { get; init; }

    public string Socket(string name) => Path.Combine(Sockets, name);
}
