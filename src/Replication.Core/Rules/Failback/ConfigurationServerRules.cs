using Replication.Core.Rules.Failback.Facts;

namespace Replication.Core.Rules.Failback;

/// <summary>The configuration server runs, knows the machines and still has its address (FBK-02..07).</summary>
internal static class ConfigurationServerRules
{
    public static IEnumerable<Finding> Check(FailbackView view)
    {
        if (view.Inventory.ConfigurationServer is not { } server)
        {
            yield return Answer.Of(
                "FBK-02", FailbackErrorIds.ConfigServerMissing, null, "Configuration server", "The inventory names none.", "the configuration server at home.",
                "Add it to the inventory, or restore it under its former address.");
            yield break;
        }

        yield return Connected(server, view.Now);
        foreach (FailbackMachine machine in view.Inventory.Machines) yield return Known(server, machine);
        if (server.FormerAddress is not null) yield return SameAddress(server);
        if (view.Inventory.Machines.Any(machine => machine.KeptAddresses == true)) yield return TwoNics(server);
        foreach (ServerNic nic in server.Nics ?? []) yield return Apart(server, nic);
    }

    private static Finding Connected(ConfigurationServer server, DateTimeOffset now)
    {
        bool? holds = server.Connected == false ? false
            : server.LastHeartbeat is { } seen ? now - seen <= FailbackView.ReportTime : server.Connected is null ? null : true;
        string found = server.LastHeartbeat is { } last ? FormattableString.Invariant($"It last reported at {last.UtcDateTime:u}.") : $"Connected: {Answer.Text(server.Connected)}.";
        return Answer.Of(
            "FBK-02", FailbackErrorIds.ConfigServerNotConnected, holds, $"Configuration server {server.Name}", found,
            "a server that runs and has reported in the last 15 minutes.", "Start the server and see to its connection.");
    }

    private static Finding Known(ConfigurationServer server, FailbackMachine machine)
    {
        bool? holds = server.Machines?.Contains(machine.Id);
        return Answer.Of(
            "FBK-03", FailbackErrorIds.VmNotInConfigDatabase, holds, FailbackView.Vm(machine),
            holds is null ? $"The configuration database of {server.Name} was not read." : holds.Value ? $"It is in the configuration database of {server.Name}."
                : $"Failback is impossible: it is not in the configuration database of {server.Name}.",
            "a database that has the machine.", "Restore the database.");
    }

    private static Finding SameAddress(ConfigurationServer server) => Answer.Of(
        "FBK-04", FailbackErrorIds.ConfigServerAddressChanged, server.Address is null ? null : server.Address == server.FormerAddress,
        $"Configuration server {server.Name}", $"Its address was {server.FormerAddress} and is {Answer.Text(server.Address)}.", "the same address as before.",
        $"Restore the server with address {server.FormerAddress}.");

    private static Finding TwoNics(ConfigurationServer server)
    {
        bool? holds = server.Nics is null ? null
            : server.Nics.Count >= 2 && server.Nics.Any(nic => nic.Purpose == NicPurpose.Source) && server.Nics.Any(nic => nic.Purpose == NicPurpose.Failback);
        return Answer.Of(
            "FBK-06", FailbackErrorIds.ConfigServerNeedsTwoNics, holds, $"Configuration server {server.Name}",
            server.Nics is null ? "Its interfaces are not known." : $"It has {server.Nics.Count} ({Answer.List(server.Nics.Select(nic => $"{nic.Name}: {nic.Purpose}"))}).",
            "one interface for the source side and one for failback, because machines kept their addresses.", "Add the missing interface.");
    }

    private static Finding Apart(ConfigurationServer server, ServerNic nic)
    {
        (string One, string Other)[] clashes =
        [
            .. from index in Enumerable.Range(0, nic.Subnets.Count)
               from next in Enumerable.Range(index + 1, nic.Subnets.Count - index - 1)
               where AddressRange.Overlaps(nic.Subnets[index], nic.Subnets[next])
               select (nic.Subnets[index], nic.Subnets[next]),
        ];
        return Answer.Of(
            "FBK-07", FailbackErrorIds.SubnetOverlap, clashes.Length == 0, $"Configuration server {server.Name}, interface {nic.Name}",
            clashes.Length == 0 ? $"Its {nic.Subnets.Count} subnets are apart." : Answer.List(clashes.Select(clash => $"{clash.One} overlaps {clash.Other}")) + ".",
            "no overlapping ranges on one interface.", "Give the source and the failed-over subnets interfaces of their own.");
    }
}
