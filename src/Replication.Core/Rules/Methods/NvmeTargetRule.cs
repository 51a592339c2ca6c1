using Replication.Core.Rules.Profiles;
using Replication.Core.Sites;

namespace Replication.Core.Rules.Methods;

/// <summary>Whether the destination's instance type may show volumes as NVMe devices (AWS-17..19, X4).</summary>
internal static class NvmeTargetRule
{
    public static IEnumerable<Finding> Check(TransferInventory inventory, RuleProfile profile)
    {
        if (inventory.Destination.SiteKind != SiteKind.Aws) yield break;
        string type = inventory.Destination.InstanceType ?? "that the platform chooses";
        (FindingStatus status, string found) = inventory.Destination.NvmeVolumes switch
        {
            null => (FindingStatus.Unknown, $"Whether instance type {type} shows EBS volumes as NVMe is not known."),
            false => (FindingStatus.Passed, $"Instance type {type} does not show EBS volumes as NVMe."),
            true => Judge(inventory, profile, type),
        };
        yield return new Finding(
            Rule(inventory.Operation), MethodErrorIds.NvmeTargetNotSupported, status, FindingSeverity.Error, $"VM {inventory.Source.Machine}", found,
            profile.NvmeTarget.Value == NvmeRule.Refused ? "a type of the Xen generation." : "NVMe and ENA drivers in the guest, or a source on Nitro.",
            "Choose a Xen-based type, or install both drivers on the source, take a new backup and allow an NVMe target (profile Direct does).");
    }

    private static (FindingStatus Status, string Found) Judge(TransferInventory inventory, RuleProfile profile, string type)
    {
        string found = $"Instance type {type} shows EBS volumes as NVMe";
        TransferGuest guest = inventory.Guest;
        bool strict = profile.NvmeTarget.Value == NvmeRule.Refused;
        if (strict && !inventory.AllowNvmeTarget) return (FindingStatus.Failed, $"{found}, which profile {profile.Name} refuses.");
        if (!strict && inventory.Source.OnNitro == true) return (FindingStatus.Passed, $"{found}; the source runs on such a type already.");
        if (guest.NvmeDriver == true && guest.EnaDriver == true) return (FindingStatus.Passed, $"{found}; the guest has both drivers.");
        string[] missing = [.. Missing(guest)];
        if (missing.Length > 0) return (FindingStatus.Failed, $"{found}, and the guest has no {string.Join(" and no ", missing)} driver.");
        return strict ? (FindingStatus.Failed, $"{found}, and the guest's drivers are not proven.") : (FindingStatus.Unknown, $"{found}; whether the guest has the drivers is not known.");
    }

    private static IEnumerable<string> Missing(TransferGuest guest)
    {
        if (guest.NvmeDriver == false) yield return "NVMe";
        if (guest.EnaDriver == false) yield return "ENA";
    }

    private static string Rule(TransferOperation operation) => operation switch
    {
        TransferOperation.Convert => "AWS-18",
        TransferOperation.AutoRecover => "AWS-19",
        _ => "AWS-17",
    };
}
