using Replication.Core.Rules.Profiles;
using Replication.Core.Sites;

namespace Replication.Core.Rules.Methods;

/// <summary>What a profile chooses by itself.</summary>
/// <param name="Method">The method.</param>
/// <param name="Reasons">All that led to it.</param>
/// <param name="Obstacles">Those that speak against HotAdd.</param>
internal sealed record MethodChoice(TransferMethod Method, IReadOnlyList<MethodReason> Reasons, IReadOnlyList<MethodReason> Obstacles)
{
    public static MethodChoice Of(TransferInventory inventory, RuleProfile profile)
    {
        if (inventory.Destination.SiteKind != SiteKind.Aws)
        {
            var elsewhere = new MethodReason(MethodReasonKind.DestinationNotAmazon, "GEN-06", $"the destination is a site of kind {inventory.Destination.SiteKind}");
            return new MethodChoice(TransferMethod.Store, [elsewhere], [elsewhere]);
        }

        IReadOnlyList<MethodReason> obstacles = HotAddObstacles.Of(inventory, profile);
        return profile.Preference.Value == MethodPreference.Ebs ? DirectChoice(inventory, profile, obstacles) : DocumentChoice(inventory, profile, obstacles);
    }

    private static MethodChoice DocumentChoice(TransferInventory inventory, RuleProfile profile, IReadOnlyList<MethodReason> obstacles)
    {
        if (obstacles.Count == 0) return new MethodChoice(TransferMethod.HotAdd, [InPlace(inventory, profile)], obstacles);
        return new MethodChoice(inventory.Source.SiteKind == SiteKind.Aws ? TransferMethod.Ebs : TransferMethod.Import, obstacles, obstacles);
    }

    private static MethodChoice DirectChoice(TransferInventory inventory, RuleProfile profile, IReadOnlyList<MethodReason> obstacles)
    {
        if (obstacles.Count == 0 && inventory.AccessNode.HoldsData) return new MethodChoice(TransferMethod.HotAdd, [InPlace(inventory, profile)], obstacles);
        if (inventory.AccessNode.HoldsData) return new MethodChoice(TransferMethod.Ebs, obstacles, obstacles);
        var elsewhere = new MethodReason(
            MethodReasonKind.DataNotAtAccessNode, profile.Preference.Rule, $"the data is not at access node {inventory.AccessNode.Name}, so HotAdd would move it once more");
        return new MethodChoice(TransferMethod.Ebs, [.. obstacles, elsewhere], obstacles);
    }

    private static MethodReason InPlace(TransferInventory inventory, RuleProfile profile) => new(
        MethodReasonKind.AccessNodeInPlace, profile.Preference.Rule,
        $"access node {inventory.AccessNode.Name} is an Amazon instance that reaches the destination's volumes");
}
