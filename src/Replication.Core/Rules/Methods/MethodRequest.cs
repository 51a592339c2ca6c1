using Replication.Core.Rules.Profiles;

namespace Replication.Core.Rules.Methods;

/// <summary>How a machine's method is to be judged, where the workspace cannot tell.</summary>
public sealed record MethodRequest
{
    public RuleProfileName Profile { get; init; } = RuleProfileName.Direct;

    /// <summary>A method to use whatever the profile would choose.</summary>
    public TransferMethod? Method { get; init; }

    /// <summary>Name or id of a machine at the destination site; null for the computer that this runs on.</summary>
    public string? AccessNode { get; init; }

    public bool GuestCredentials { get; init; }

    public bool AllowNvmeTarget { get; init; }

    public bool Strict { get; init; }

    /// <summary>Whether the disks are looked into for facts about the guest.</summary>
    public bool InspectGuest { get; init; } = true;

    /// <summary>Recovery point whose disks these are; null for the newest, or the disks at home where there is none.</summary>
    public string? PointId { get; init; }
}
