using System.Collections.Specialized;
using Replication.Sessions;

namespace Replication.Objects;

/// <summary>Machines replicated together from one site to another.</summary>
public sealed class ReplicationGroup
{
    internal ReplicationGroup(EngineGroup group, NameBook names, int vmCount)
    {
        Name = group.Name;
        GroupId = group.Id;
        SourceSite = names[group.SourceSiteId];
        TargetSite = names[group.TargetSiteId];
        PolicyName = names[group.PolicyId];
        VMCount = vmCount;
        KeepStandby = group.KeepStandby;
        Method = group.Transfer?.Method?.ToString();
        AccessNode = group.Transfer?.AccessNodeId;
        DriversConfirmed = group.Transfer?.DriversConfirmed ?? false;
        Launch = LaunchTable.Of(group.Launch);
        TestLaunch = LaunchTable.Of(group.TestLaunch);
    }

    public string Name { get; }

    public string GroupId { get; }

    public string SourceSite { get; }

    public string TargetSite { get; }

    public string PolicyName { get; }

    public int VMCount { get; }

    /// <summary>Whether a stopped machine is kept at the destination for every VM.</summary>
    public bool KeepStandby { get; }

    /// <summary>How data arrives at the destination; null where that is left to the site.</summary>
    public string? Method { get; }

    /// <summary>Instance that HotAdd attaches volumes to; null where that is left to the site.</summary>
    public string? AccessNode { get; }

    /// <summary>Whether the owner says that the guests have the drivers of the destination.</summary>
    public bool DriversConfirmed { get; }

    /// <summary>How failovers are launched; null where nothing is set.</summary>
    public OrderedDictionary? Launch { get; }

    /// <summary>How tests are launched; null where nothing is set.</summary>
    public OrderedDictionary? TestLaunch { get; }

    public override string ToString() => Name;
}
