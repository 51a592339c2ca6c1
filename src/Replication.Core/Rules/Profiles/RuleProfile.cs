using Replication.Core.Rules.Slots;

namespace Replication.Core.Rules.Profiles;

/// <summary>
/// What may differ between rule sets, as data: the files beside this type, one per profile, in the assembly. Rules that no
/// document disagrees about are code.
/// </summary>
public sealed record RuleProfile
{
    public required RuleProfileName Name { get; init; }

    /// <summary>Goes up with every change of the file; plans name it.</summary>
    public required int Version { get; init; }

    public required string Description { get; init; }

    public required ProfileSetting<MethodPreference> Preference { get; init; }

    public required ProfileSetting<PlaceRule> CrossVendorNode { get; init; }

    /// <summary>Whether HotAdd needs credentials of the guest (AWS-04, AWS-08).</summary>
    public required ProfileSetting<bool> HotAddNeedsGuestCredentials { get; init; }

    /// <summary>Whether HotAdd converts a Windows guest whose boot disk is GPT (X1).</summary>
    public required ProfileSetting<bool> HotAddTakesGptBoot { get; init; }

    /// <summary>Whether HotAdd takes a Linux guest with a static address (HOT-18).</summary>
    public required ProfileSetting<bool> HotAddTakesStaticAddress { get; init; }

    /// <summary>Whether the import method runs on Windows access nodes alone (AWS-10).</summary>
    public required ProfileSetting<bool> ImportNeedsWindowsNode { get; init; }

    /// <summary>Whether a Linux access node puts drivers into Windows guests where its site has them (AWS-11).</summary>
    public required ProfileSetting<bool> LinuxNodeInjects { get; init; }

    public required ProfileSetting<NvmeRule> NvmeTarget { get; init; }

    public required ProfileSetting<DriverCompletion> DriverCompletion { get; init; }

    public required IReadOnlyList<VolumeSlotRule> Slots { get; init; }

    /// <summary>Guests that HotAdd converts; empty where the profile has no such list.</summary>
    public required IReadOnlyList<SupportedGuest> Guests { get; init; }
}
