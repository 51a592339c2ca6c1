using Replication.Core.Errors;
using Replication.Core.Rules.Profiles;
using Replication.Core.Rules.Slots;
using Replication.Core.Sites;

namespace Replication.Core.Rules.Methods;

/// <summary>Chooses the transfer method of a machine: a function of its arguments alone.</summary>
public static class MethodSelection
{
    /// <param name="inventory">What is known.</param>
    /// <param name="profile">Whose rules apply.</param>
    /// <param name="forced">A method to use whatever the profile would choose; the plan says what that is.</param>
    /// <exception cref="ReplicationException">PlacementInvalid: regions and zones that contradict each other.</exception>
    public static TransferMethodPlan Plan(TransferInventory inventory, RuleProfile profile, TransferMethod? forced = null)
    {
        Placement.Require(inventory);
        MethodChoice choice = MethodChoice.Of(inventory, profile);
        TransferMethod method = forced ?? choice.Method;
        Finding[] findings =
        [
            .. forced is { } named ? ForcedMethodRule.Check(inventory, profile, choice, named) : [],
            .. AccessNodeRule.Check(inventory, profile, method, method == choice.Method ? choice.Reasons : []),
            .. Listed(inventory, profile, method),
            .. ImportRule.Check(inventory, method),
            .. NvmeTargetRule.Check(inventory, profile),
            .. CheckpointRule.Check(inventory),
            .. HypervisorHardwareRule.Check(inventory),
            .. NetworkOverrideRule.Check(inventory),
        ];
        return new TransferMethodPlan
        {
            Machine = inventory.Source.Machine,
            Profile = profile.Name,
            ProfileVersion = profile.Version,
            Method = method,
            Forced = forced is not null,
            ProfileMethod = choice.Method,
            Reasons = choice.Reasons,
            Findings = findings,
            Steps = TransferSteps.Of(method, inventory.Guest.OperatingSystem.Family, DriverInjection.Applies(inventory, profile, method), profile),
            Slots = SlotsFor(inventory, profile, method),
            GuestAddresses = NetworkOverrideRule.Carried(inventory),
        };
    }

    /// <summary>HotAdd of another vendor's machine converts it, and the profile lists what it converts.</summary>
    private static IEnumerable<Finding> Listed(TransferInventory inventory, RuleProfile profile, TransferMethod method)
    {
        if (method == TransferMethod.HotAdd && inventory.Source.SiteKind != SiteKind.Aws && profile.Guests.Count > 0)
            yield return GuestList.Check(inventory.Source.Machine, inventory.Guest.OperatingSystem, profile);
    }

    private static IReadOnlyList<string> SlotsFor(TransferInventory inventory, RuleProfile profile, TransferMethod method)
    {
        if (method != TransferMethod.HotAdd || inventory.AccessNode.Volumes is null) return [];
        var slots = new VolumeSlots(profile.Slots, inventory.AccessNode.Devices);
        return slots.Free >= inventory.Source.DiskCount ? slots.Allocate(inventory.Source.Machine, inventory.Source.DiskCount) : [];
    }
}
