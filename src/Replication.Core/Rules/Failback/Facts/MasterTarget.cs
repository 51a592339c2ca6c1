namespace Replication.Core.Rules.Failback.Facts;

/// <summary>The machine at home that takes the data and writes it to the disks, which are attached to it meanwhile.</summary>
public sealed record MasterTarget
{
    public required string Name { get; init; }

    public GuestOperatingSystem OperatingSystem { get; init; } = GuestOperatingSystem.Unknown;

    /// <summary>Whether it is the one that comes with the configuration server.</summary>
    public bool OnConfigurationServer { get; init; }

    /// <summary>The ESXi host that it runs on.</summary>
    public string? Host { get; init; }

    /// <summary>The datastore that it is on.</summary>
    public string? Datastore { get; init; }

    /// <summary>Disks that are attached to it now.</summary>
    public int? AttachedDisks { get; init; }

    public IReadOnlyList<string>? Snapshots { get; init; }

    /// <summary>SCSI controllers in vSphere's words: "LsiLogic", "ParaVirtual", "BusLogic", "LsiLogicSAS".</summary>
    public IReadOnlyList<string>? ScsiControllers { get; init; }

    /// <summary>Whether VMware Tools or open-vm-tools run in it.</summary>
    public bool? Tools { get; init; }

    /// <summary>Configuration parameters of the VM (disk.EnableUUID); null when they were not read.</summary>
    public IReadOnlyDictionary<string, string>? Parameters { get; init; }

    public bool? ExcludedFromStorageVMotion { get; init; }

    /// <summary>Identifiers of its disks.</summary>
    public IReadOnlyList<string>? DiskUuids { get; init; }

    public IReadOnlyList<RetentionVolume>? Volumes { get; init; }
}
