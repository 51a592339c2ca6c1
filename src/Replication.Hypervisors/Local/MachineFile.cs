using System.Text.Json.Serialization;
using Replication.Core.Disks;
using Replication.Core.Machines;
using Replication.Core.Sites;

namespace Replication.Hypervisors.Local;

/// <summary>Content of a machine.json (docs/local-site.md).</summary>
public sealed record MachineFile
{
    public const string FileName = "machine.json";
    public const int CurrentFormat = 1;

    public int Format { get; init; } = CurrentFormat;

    /// <summary>GUID of the machine; its identity.</summary>
    public required string Id { get; init; }

    public required string Name { get; init; }

    public MachineRole Role { get; init; } = MachineRole.Production;

    public string OperatingSystem { get; init; } = "Unknown";

    public Firmware Firmware { get; init; } = Firmware.Bios;

    public int ProcessorCount { get; init; } = 1;

    public long MemoryBytes { get; init; } = 1L << 30;

    public IReadOnlyList<MachineFileDisk> Disks { get; init; } = [];

    public IReadOnlyList<MachineNic> Nics { get; init; } = [];

    /// <summary>Socket of the monitor (QMP) of the QEMU that somebody else runs the machine with; null when nobody does. Absolute, or relative to the folder.</summary>
    public string? Qmp { get; init; }

    /// <summary>Socket of the guest agent in that QEMU.</summary>
    public string? GuestAgent { get; init; }
}

/// <param name="Id">Stable within the machine.</param>
/// <param name="Path">Relative to the machine's folder, or absolute, or an NBD URI.</param>
/// <param name="Format">"raw" keeps a guest from passing its own bytes off as an image format; anything else is told by content.</param>
/// <param name="Boot">The machine boots from it.</param>
/// <param name="LogicalSectorSize">For raw, which does not say; 512 or 4096.</param>
public sealed record MachineFileDisk(string Id, string Path, string Format = "raw", bool Boot = false, int LogicalSectorSize = 512)
{
    [JsonIgnore]
    internal DiskOpenOptions OpenOptions => new() { ForceRaw = Format == "raw", LogicalSectorSize = LogicalSectorSize };
}
