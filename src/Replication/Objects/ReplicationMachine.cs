using Replication.Core.Machines;

namespace Replication.Objects;

/// <summary>A machine that a site holds: a VM, an EC2 instance.</summary>
public sealed class ReplicationMachine
{
    internal ReplicationMachine(Machine machine, EngineSite site)
    {
        Name = machine.Name;
        MachineId = machine.Id;
        PlatformId = machine.PlatformId;
        SiteId = site.Id;
        SiteName = site.Name;
        InstanceType = machine.InstanceType;
        Zone = machine.Zone;
        Architecture = machine.Architecture;
        OperatingSystem = machine.OperatingSystem;
        Firmware = machine.Firmware.ToString();
        ProcessorCount = machine.ProcessorCount;
        MemoryBytes = machine.MemoryBytes;
        PowerState = machine.PowerState.ToString();
        Disks = [.. machine.Disks.Select(disk => new ReplicationMachineDisk(disk))];
    }

    public string Name { get; }

    /// <summary>The machine's identity at its site; a rename does not change it.</summary>
    public string MachineId { get; }

    /// <summary>What the platform calls it, where that is not the id.</summary>
    public string? PlatformId { get; }

    public string SiteId { get; }

    public string SiteName { get; }

    public string? InstanceType { get; }

    public string? Zone { get; }

    public string Architecture { get; }

    public string OperatingSystem { get; }

    public string Firmware { get; }

    public int ProcessorCount { get; }

    public long MemoryBytes { get; }

    public string PowerState { get; }

    public ReplicationMachineDisk[] Disks { get; }

    /// <summary>The id: what a parameter that takes names is given when a machine is piped into it.</summary>
    public override string ToString() => MachineId;
}
