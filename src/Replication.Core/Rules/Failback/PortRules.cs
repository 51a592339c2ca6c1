using Replication.Core.Rules.Failback.Facts;

namespace Replication.Core.Rules.Failback;

/// <summary>
/// The ports that must answer (FBK-13, FBK-14, FBK-29, FBK-30, and 95226 of FBK-60). A port that nobody tried is Unknown, and
/// one that was tried and is not needed is judged as well, since somebody thought that it matters.
/// </summary>
internal static class PortRules
{
    /// <summary>Control channel.</summary>
    private const int Control = 443;

    /// <summary>Replication data; it may be changed at installation.</summary>
    private const int Data = 9443;

    /// <summary>Between machines of one group, for their common recovery points.</summary>
    private const int MultiVm = 20004;

    public static IEnumerable<Finding> Check(FailbackView view)
    {
        Needed[] needed = [.. Required(view).DistinctBy(one => (one.From, one.To, one.Port))];
        foreach (Needed one in needed)
        {
            PortProbe? tried = view.Inventory.Ports.FirstOrDefault(one.Is);
            yield return Judge(one with { Port = tried?.Port ?? one.Port }, tried?.Open);
        }

        foreach (PortProbe probe in view.Inventory.Ports.Where(probe => !Array.Exists(needed, one => one.Is(probe))))
            yield return Judge(new Needed("FBK-29", FailbackErrorIds.PortClosed, probe.From, probe.To, probe.Port), probe.Open);
    }

    private static IEnumerable<Needed> Required(FailbackView view)
    {
        FailbackInventory inventory = view.Inventory;
        string? configuration = inventory.ConfigurationServer?.Name;
        foreach (FailbackMachine machine in inventory.Machines)
        {
            if (configuration is not null) yield return new Needed("FBK-60", FailbackErrorIds.VmCannotReachConfigServer, machine.Name, configuration, Control);
            foreach (ProcessServer server in inventory.ProcessServers.Where(server => server.InCloud || inventory.ProcessServers.All(other => !other.InCloud)))
                yield return new Needed("FBK-30", FailbackErrorIds.VmCannotReachProcessServer, machine.Name, server.Name, Data);
        }

        foreach (ProcessServer server in inventory.ProcessServers)
        {
            if (configuration is not null) yield return new Needed("FBK-13", FailbackErrorIds.ProcessServerCannotReach, server.Name, configuration, Control);
            foreach ((_, MasterTarget target) in view.Assigned())
                yield return new Needed("FBK-14", FailbackErrorIds.ProcessServerCannotReach, server.Name, target.Name, Data);
        }

        foreach (IGrouping<string, FailbackMachine> group in view.Groups())
        {
            foreach (FailbackMachine machine in group)
            {
                foreach (FailbackMachine other in group.Where(other => other.Id != machine.Id))
                    yield return new Needed("FBK-29", FailbackErrorIds.PortClosed, machine.Name, other.Name, MultiVm);
            }
        }
    }

    private static Finding Judge(Needed needed, bool? open)
    {
        string way = FormattableString.Invariant($"{needed.From} -> {needed.To}:{needed.Port}");
        return Answer.Of(
            needed.Rule, needed.ErrorId, open, way, open switch { true => "The port answers.", false => "The port does not answer.", null => "Nobody has tried the port." },
            "a port that answers.", $"Permit {way} in every firewall between them.");
    }

    private sealed record Needed(string Rule, string ErrorId, string From, string To, int Port)
    {
        public bool Is(PortProbe probe) => probe.From == From && probe.To == To && (probe.Port == Port || (Port == Data && IsChangedDataPort(probe.Port)));

        /// <summary>A data port of another number is one that is neither of the fixed two.</summary>
        private static bool IsChangedDataPort(int port) => port is not (Control or MultiVm);
    }
}
