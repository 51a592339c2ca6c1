using Replication.Core.Rules.Profiles;
using Replication.Core.Sites;

namespace Replication.Core.Rules.Methods;

/// <summary>
/// Whether drivers are put into the guest on the access node (NOD-02, AWS-11). In the documents a Windows node does that for HotAdd; where a
/// profile lets it, a Linux node does for a Windows guest that does not run on EC2 yet, before a machine is started from its disk,
/// whichever way the disk came.
/// </summary>
internal static class DriverInjection
{
    public static bool Applies(TransferInventory inventory, RuleProfile profile, TransferMethod method)
    {
        if (inventory.Guest.OperatingSystem.Family != GuestFamily.Windows) return false;
        return inventory.AccessNode switch
        {
            { System: GuestFamily.Windows } => method == TransferMethod.HotAdd,
            { System: GuestFamily.Linux, OnAmazon: true, HoldsDrivers: true } =>
                profile.LinuxNodeInjects.Value && inventory.Source.SiteKind != SiteKind.Aws && method is (TransferMethod.HotAdd or TransferMethod.Ebs),
            _ => false,
        };
    }
}
