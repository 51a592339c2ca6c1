using Replication.Core.Rules.Guests;
using Replication.Core.Rules.Profiles;
using Replication.Core.Sites;

namespace Replication.Core.Rules.Methods;

/// <summary>The guest's own prerequisites, for the method that a plan has chosen.</summary>
public static class GuestPrerequisites
{
    private const string StaticAddress = "HOT-18";
    private const string DriversOnSource = "AWS-11";

    /// <summary>
    /// They are those of a conversion to EC2: a guest that runs there already meets them, and one that stays with its
    /// hypervisor needs none.
    /// </summary>
    /// <param name="plan">Method and profile.</param>
    /// <param name="inventory">What the plan was made of.</param>
    /// <param name="facts">What is known of the guest.</param>
    /// <param name="takenAt">The instant that the disks show; null when they are no recovery point's.</param>
    public static IEnumerable<Finding> Of(TransferMethodPlan plan, TransferInventory inventory, GuestFacts facts, DateTimeOffset? takenAt)
    {
        if (inventory.Destination.SiteKind != SiteKind.Aws || inventory.Source.SiteKind == SiteKind.Aws) return [];
        RuleProfile profile = RuleProfiles.Get(plan.Profile);
        bool hotAdd = plan.Method == TransferMethod.HotAdd;
        IReadOnlyList<Finding> findings = GuestRules.Evaluate(facts, new GuestDestination
        {
            Machine = plan.Machine,
            Nitro = inventory.Destination.NvmeVolumes,
            AccessNode = plan.Method switch
            {
                TransferMethod.HotAdd => inventory.AccessNode.System,
                // EBS direct does as little to an image as a Linux node, and so does VM Import when it makes a snapshot of it.
                _ => GuestFamily.Linux,
            },
            DriversPutIn = DriverInjection.Applies(inventory, profile, plan.Method),
            HotAdd = hotAdd,
            GptBootNeedsImport = !profile.HotAddTakesGptBoot.Value,
            BackupAt = takenAt,
        });
        return findings.Select(finding => finding.RuleId switch
        {
            // The guest has to cope with its address itself; a profile that lets it travel does not block on it.
            StaticAddress when profile.HotAddTakesStaticAddress.Value => finding with { Severity = FindingSeverity.Warning },
            DriversOnSource when plan.Method is TransferMethod.Ebs or TransferMethod.Import =>
                finding with { Fix = $"Install them on {plan.Machine} and take a new backup; method {plan.Method} puts none into the image." },
            _ => finding,
        });
    }
}
