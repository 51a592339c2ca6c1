using Replication.Core.Rules.Profiles;

namespace Replication.Core.Rules.Methods;

/// <summary>Which method moves a machine, why, and what stands against it.</summary>
public sealed record TransferMethodPlan
{
    public required string Machine { get; init; }

    public required RuleProfileName Profile { get; init; }

    public required int ProfileVersion { get; init; }

    /// <summary>The method that would run: the forced one, else the profile's.</summary>
    public required TransferMethod Method { get; init; }

    public required bool Forced { get; init; }

    /// <summary>What the profile chooses, for <see cref="Reasons"/>.</summary>
    public required TransferMethod ProfileMethod { get; init; }

    /// <summary>Every reason that applied, not only the first.</summary>
    public required IReadOnlyList<MethodReason> Reasons { get; init; }

    public required IReadOnlyList<Finding> Findings { get; init; }

    public required IReadOnlyList<TransferStep> Steps { get; init; }

    /// <summary>Device names at the access node in the order of the disks; empty for other methods than HotAdd, and where they do not fit or it is not known what is attached.</summary>
    public required IReadOnlyList<string> Slots { get; init; }

    /// <summary>Addresses that will be set inside the guest (GEN-01); empty for a Linux guest (GEN-02).</summary>
    public required IReadOnlyDictionary<int, string> GuestAddresses { get; init; }

    /// <summary>Whether a finding keeps the transfer from beginning.</summary>
    public bool Blocked => Findings.Any(finding => finding.Blocks);
}
