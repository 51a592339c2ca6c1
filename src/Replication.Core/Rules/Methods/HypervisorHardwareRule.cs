using Replication.Core.Rules.Failback;
using Replication.Core.Sites;

namespace Replication.Core.Rules.Methods;

/// <summary>
/// A Hyper-V host starts a replica only with hardware virtualization and data execution prevention (HVR-11). The source's host
/// shows both by running the machine.
/// </summary>
internal static class HypervisorHardwareRule
{
    public static IEnumerable<Finding> Check(TransferInventory inventory)
    {
        TransferDestination destination = inventory.Destination;
        if (destination.SiteKind != SiteKind.HyperV) yield break;
        yield return Of(
            MethodErrorIds.HardwareVirtualizationMissing, destination.HardwareVirtualization, "Hardware virtualization",
            "Intel VT or AMD-V in the processor, switched on.", "Switch it on in the firmware, or replicate to another host.");
        yield return Of(
            MethodErrorIds.DepDisabled, destination.DataExecutionPrevention, "Data execution prevention",
            "Intel XD or AMD NX, switched on.", "Switch it on in the firmware.");

        Finding Of(string errorId, bool? holds, string feature, string needed, string fix) => Answer.Of(
            "HVR-11", errorId, holds, $"Destination of {inventory.Source.Machine}",
            $"{feature}: {holds switch { true => "on", false => "off", null => "not known" }}.", needed, fix);
    }
}
