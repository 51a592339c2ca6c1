using Replication.Core.Rules.Failback.Facts;

namespace Replication.Core.Rules.Failback;

/// <summary>An inventory with the questions that several rules ask of it.</summary>
/// <param name="Inventory">What is known.</param>
/// <param name="Now">The time of the check, for rules that wait.</param>
internal sealed record FailbackView(FailbackInventory Inventory, DateTimeOffset Now)
{
    /// <summary>How long servers and agents take to report something new (FBK-45, FBK-56).</summary>
    public static readonly TimeSpan ReportTime = TimeSpan.FromMinutes(15);

    /// <summary>
    /// The master target of a machine: the one that was asked for, else for a Windows machine the Windows one that comes with
    /// the configuration server (FBK-15). Null when there is none.
    /// </summary>
    public MasterTarget? MasterTargetOf(FailbackMachine machine)
    {
        if (machine.MasterTarget is { } name) return Inventory.MasterTargets.FirstOrDefault(target => target.Name == name);
        return machine.OperatingSystem.Family != GuestFamily.Windows ? null
            : Inventory.MasterTargets.FirstOrDefault(target => target.OnConfigurationServer && target.OperatingSystem.Family == GuestFamily.Windows);
    }

    public EsxiHost? HostOf(MasterTarget target) => Inventory.Hosts.FirstOrDefault(host => host.Name == target.Host);

    /// <summary>Machines with their master targets; those without one have their own finding.</summary>
    public IEnumerable<(FailbackMachine Machine, MasterTarget Target)> Assigned() =>
        from machine in Inventory.Machines
        let target = MasterTargetOf(machine)
        where target is not null
        select (machine, target);

    public IEnumerable<IGrouping<string, FailbackMachine>> Groups() =>
        Inventory.Machines.Where(machine => machine.Group is not null).GroupBy(machine => machine.Group!, StringComparer.Ordinal);

    /// <summary>Sum over all machines; null as soon as one is not known.</summary>
    public long? ChangedBytesPerDay => Inventory.Machines.Aggregate((long?)0, (sum, machine) => sum + machine.ChangedBytesPerDay);

    public static string Vm(FailbackMachine machine) => $"VM {machine.Name}";

    public static string Target(MasterTarget target) => $"Master target {target.Name}";
}
