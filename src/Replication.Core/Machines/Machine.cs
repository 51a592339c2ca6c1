namespace Replication.Core.Machines;

public enum PowerState
{
    Unknown,
    Off,
    Running,
}

public enum Firmware
{
    Unknown,
    Bios,
    Uefi,
}

/// <summary>A virtual machine at a site. Its identity is the id, never the name (GEN-03).</summary>
public sealed record Machine
{
    /// <summary>GUID of the VM, or the instance id on EC2.</summary>
    public required string Id { get; init; }

    public required string Name { get; init; }

    /// <summary>What the platform calls it (an instance id), where that is not the id.</summary>
    public string? PlatformId { get; init; }

    /// <summary>x86_64 or arm64.</summary>
    public string Architecture { get; init; } = "x86_64";

    /// <summary>The platform's own name for the hardware ("m5.large"); null where it has none.</summary>
    public string? InstanceType { get; init; }

    /// <summary>Where in the site it runs (an availability zone); null where the site has no parts.</summary>
    public string? Zone { get; init; }

    public string OperatingSystem { get; init; } = "Unknown";

    public Firmware Firmware { get; init; }

    public int ProcessorCount { get; init; } = 1;

    public long MemoryBytes { get; init; } = 1L << 30;

    public PowerState PowerState { get; init; }

    public IReadOnlyList<MachineDisk> Disks { get; init; } = [];

    public IReadOnlyList<MachineNic> Nics { get; init; } = [];

    /// <summary>Whether it starts from a disk of it: the one marked so, else the first.</summary>
    public bool BootsFrom(MachineDisk disk) => disk.Boot || (disk.Position == 0 && !Disks.Any(other => other.Boot));
}

/// <summary>One virtual disk of a machine.</summary>
public sealed record MachineDisk
{
    /// <summary>Stable within the machine; survives renames and moves of the file.</summary>
    public required string Id { get; init; }

    /// <summary>Position on the controller; 0 is the boot disk unless <see cref="Boot"/> says otherwise.</summary>
    public required int Position { get; init; }

    /// <summary>Where the site keeps it: a path, or a volume id.</summary>
    public required string Path { get; init; }

    /// <summary>Exact length in bytes.</summary>
    public long Length { get; init; }

    public string Format { get; init; } = "raw";

    public int LogicalSectorSize { get; init; } = 512;

    public bool Boot { get; init; }
}

public sealed record MachineNic(string Id, string MacAddress, string? Network = null);
