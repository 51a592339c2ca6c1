using Replication.Core.Sites;

namespace Replication.Core.Rules.Methods;

/// <summary>A Hyper-V VM with checkpoints of its users does not replicate to VMware; no other pair is concerned (GEN-06).</summary>
internal static class CheckpointRule
{
    public static IEnumerable<Finding> Check(TransferInventory inventory)
    {
        if (inventory.Source.SiteKind != SiteKind.HyperV || inventory.Destination.SiteKind != SiteKind.VMware) yield break;
        string[] names = [.. inventory.Source.Checkpoints.Where(checkpoint => checkpoint.Kind == CheckpointKind.User).Select(checkpoint => checkpoint.Name)];
        yield return new Finding(
            "GEN-06", MethodErrorIds.UserCheckpointsPresent, names.Length == 0 ? FindingStatus.Passed : FindingStatus.Failed, FindingSeverity.Error,
            $"VM {inventory.Source.Machine}", names.Length == 0 ? "It has no user-created checkpoints." : $"It has user-created checkpoints ({string.Join(", ", names)}).",
            "no user-created checkpoints.", "Delete or merge them before replicating to VMware.");
    }
}
