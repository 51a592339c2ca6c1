using Replication.Core.Rules.Failback.Facts;

namespace Replication.Core.Rules.Failback;

/// <summary>The master target's host is known and has room for the machine (FBK-53, 78052 and 8038 of FBK-60).</summary>
internal static class HostRules
{
    public static IEnumerable<Finding> Check(FailbackView view)
    {
        foreach ((FailbackMachine machine, MasterTarget target) in view.Assigned())
        {
            EsxiHost? host = view.HostOf(target);
            string name = $"Host {Answer.Text(target.Host)}";
            if (machine.Physical)
            {
                yield return Answer.Of(
                    "FBK-53", FailbackErrorIds.HostNotDiscovered, host?.Discovered, name,
                    $"Discovered: {Answer.Text(host?.Discovered)}; {machine.Name} comes home from a physical machine.", "a host that was discovered before the reprotection.",
                    "Complete the discovery of the host.");
            }

            if (FailbackDestination.Of(machine, target) is not { IsNew: true }) continue;
            yield return Answer.Of(
                "FBK-60", FailbackErrorIds.NameInUseOnHost, host?.MachineNames is { } names ? !names.Contains(machine.Name, StringComparer.OrdinalIgnoreCase) : null, name,
                host?.MachineNames is null ? "The names on it are not known." : $"It has {host.MachineNames.Count} machines.", $"no machine named {machine.Name}.",
                "Rename or remove that machine.");
            yield return Answer.Of(
                "FBK-60", FailbackErrorIds.HostMemoryTooLow, host?.FreeMemoryBytes is { } free && machine.MemoryBytes is { } needed ? needed <= free : null, name,
                $"{Answer.Text(host?.FreeMemoryBytes)} bytes of memory are free; {machine.Name} has {Answer.Text(machine.MemoryBytes)}.", "memory to start the machine.",
                "Free memory on the host, or use a master target on another one.");
        }
    }
}
