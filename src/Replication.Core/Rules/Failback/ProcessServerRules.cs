using Replication.Core.Rules.Failback.Facts;

namespace Replication.Core.Rules.Failback;

/// <summary>There is a process server near the machines and in their network (FBK-08, FBK-10..12).</summary>
internal static class ProcessServerRules
{
    /// <summary>
    /// Above this the network, not the disk, sets the pace of small changes; a cloud's own zones are one or two milliseconds
    /// apart, a site across a private link tens.
    /// </summary>
    private const double FarMilliseconds = 10;

    public static IEnumerable<Finding> Check(FailbackView view)
    {
        IReadOnlyList<ProcessServer> servers = view.Inventory.ProcessServers;
        bool any = servers.Count > 0;
        yield return Answer.Of(
            "FBK-08", FailbackErrorIds.ProcessServerMissing, any, "Process server", any ? $"Registered: {Answer.List(servers.Select(server => server.Name))}." : "None is registered.",
            "a process server in the cloud.", "Deploy a process server in the network of the failed-over machines.");
        if (!any) yield break;
        if (!servers.Any(server => server.InCloud)) yield return AtHome(view, servers);
        foreach (ProcessServer server in servers)
        {
            yield return Answer.Of(
                "FBK-10", FailbackErrorIds.ProcessServerFar, server.RoundTripMilliseconds is { } time ? time <= FarMilliseconds : null, $"Process server {server.Name}",
                $"The round trip to the machines is {Answer.Text(server.RoundTripMilliseconds)} ms.", FormattableString.Invariant($"at most {FarMilliseconds} ms."),
                "Use a process server in the cloud, close to the machines.", FindingSeverity.Warning);
        }

        foreach (FailbackMachine machine in view.Inventory.Machines) yield return SameNetwork(machine, servers);
    }

    /// <summary>Good for a proof of concept only, and over private peering only (FBK-11).</summary>
    private static Finding AtHome(FailbackView view, IReadOnlyList<ProcessServer> servers)
    {
        bool peering = view.Inventory.Links.Any(link => link.Kind == LinkKind.ExpressRoutePrivate);
        return new Finding(
            "FBK-11", FailbackErrorIds.ProcessServerOnPremNeedsExpressRoute, FindingStatus.Failed, peering ? FindingSeverity.Warning : FindingSeverity.Error,
            $"Process server {servers[0].Name}",
            peering ? "It is at home; over ExpressRoute with private peering that does for a proof of concept." : "It is at home, and there is no ExpressRoute with private peering.",
            "a process server in the cloud.", "Deploy one in the cloud, or for a proof of concept set up ExpressRoute with private peering.");
    }

    private static Finding SameNetwork(FailbackMachine machine, IReadOnlyList<ProcessServer> servers)
    {
        string[] networks = [.. servers.Where(server => server.InCloud).Select(server => server.Network).OfType<string>()];
        bool? holds = machine.Network is null || networks.Length == 0 ? null : networks.Contains(machine.Network);
        return Answer.Of(
            "FBK-12", FailbackErrorIds.ProcessServerWrongNetwork, holds, FailbackView.Vm(machine),
            $"It is in network {Answer.Text(machine.Network)}; process servers are in {Answer.List(networks.DefaultIfEmpty("networks that are not known"))}.",
            "a process server in the machine's network.", "Deploy a process server in that network.");
    }
}
