namespace Replication.Core.Rules.Profiles;

/// <summary>Where the access node of a HotAdd from another vendor's site has to be (X3).</summary>
public enum PlaceRule
{
    /// <summary>In the destination's region; another zone of it will do.</summary>
    SameRegion,

    /// <summary>In the destination's zone; a node in another zone of the region is refused.</summary>
    SameZone,
}
