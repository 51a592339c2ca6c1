namespace Replication.Core.Rules.Methods;

/// <summary>Addresses inside the guest are set for Windows and ignored for Linux (GEN-01, GEN-02).</summary>
internal static class NetworkOverrideRule
{
    public static IReadOnlyDictionary<int, string> Carried(TransferInventory inventory) =>
        inventory.Guest.OperatingSystem.Family == GuestFamily.Linux ? new Dictionary<int, string>() : inventory.GuestAddresses;

    public static IEnumerable<Finding> Check(TransferInventory inventory)
    {
        if (inventory.GuestAddresses.Count == 0) yield break;
        FindingStatus status = inventory.Guest.OperatingSystem.Family switch
        {
            GuestFamily.Windows => FindingStatus.Passed,
            GuestFamily.Linux => FindingStatus.Failed,
            _ => FindingStatus.Unknown,
        };
        string machine = inventory.Source.Machine;
        yield return new Finding(
            status == FindingStatus.Passed ? "GEN-01" : "GEN-02", MethodErrorIds.NetworkOverrideNotSupported, status,
            inventory.Strict ? FindingSeverity.Error : FindingSeverity.Warning, $"VM {machine}",
            status == FindingStatus.Failed ? $"Network settings of {machine} were ignored: Linux VMs are replicated without network connections."
                : $"Addresses are given for {inventory.GuestAddresses.Count} interfaces; the guest is {inventory.Guest.OperatingSystem.Family?.ToString() ?? "unknown"}.",
            "a Windows guest, or no addresses.", "Leave the addresses out; the guest gets its own by DHCP.");
    }
}
