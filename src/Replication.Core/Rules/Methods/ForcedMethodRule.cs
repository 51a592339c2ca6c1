using Replication.Core.Rules.Profiles;
using Replication.Core.Sites;

namespace Replication.Core.Rules.Methods;

/// <summary>
/// A forced method is taken at its word where it can work, with a warning that the profile would not have chosen it, and
/// refused with every obstacle where it cannot.
/// </summary>
internal static class ForcedMethodRule
{
    public static IEnumerable<Finding> Check(TransferInventory inventory, RuleProfile profile, MethodChoice choice, TransferMethod forced)
    {
        if (forced == choice.Method) yield break;
        string target = $"VM {inventory.Source.Machine}";
        string instead = $"Do not force a method; profile {profile.Name} chooses {choice.Method}";
        if ((forced == TransferMethod.Store) != (inventory.Destination.SiteKind != SiteKind.Aws))
        {
            yield return new Finding(
                "AWS-05", MethodErrorIds.MethodNotPossible, FindingStatus.Failed, FindingSeverity.Error, target,
                $"Method {forced} was asked for and the destination is a site of kind {inventory.Destination.SiteKind}.", $"method {choice.Method}.", $"{instead}.");
            yield break;
        }

        if (forced == TransferMethod.HotAdd)
        {
            foreach (MethodReason obstacle in choice.Obstacles)
            {
                yield return new Finding(
                    obstacle.Rule, MethodErrorIds.MethodNotPossible, FindingStatus.Failed, FindingSeverity.Error, target,
                    $"Method HotAdd was asked for, and {obstacle.Text}.", "nothing that keeps HotAdd from working.", $"{instead}, or {obstacle.Remedy}.");
            }

            if (choice.Obstacles.Count > 0) yield break;
        }

        yield return new Finding(
            "AWS-05", MethodErrorIds.MethodNotOfProfile, FindingStatus.Failed, FindingSeverity.Warning, target,
            $"Method {forced} was asked for; profile {profile.Name} would have chosen {choice.Method} because {string.Join("; ", choice.Reasons.Select(reason => reason.Text))}.",
            $"method {choice.Method}.", $"{instead}.");
    }
}
