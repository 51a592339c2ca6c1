namespace Replication.Core.Rules.Methods;

/// <summary>Why a method was chosen. Names are stable; scripts match on them.</summary>
public enum MethodReasonKind
{
    // What speaks against HotAdd.
    AccessNodeNotOnAmazon,
    DifferentRegion,
    DifferentZone,
    NoGuestCredentials,
    StaticIp,
    GptBoot,
    OsNotListed,
    NoFreeSlots,

    // What speaks for EBS direct where HotAdd would be possible.
    DataNotAtAccessNode,

    // What speaks for HotAdd: nothing against it.
    AccessNodeInPlace,

    /// <summary>The destination is not Amazon; none of its methods apply.</summary>
    DestinationNotAmazon,
}
