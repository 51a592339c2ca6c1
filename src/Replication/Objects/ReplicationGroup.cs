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
        Transfer = TransferTable.Of(group.Transfer);
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

    /// <summary>How data arrives at the destination; null where nothing is set.</summary>
    public OrderedDictionary? Transfer { get; }

    /// <summary>How failovers are launched; null where nothing is set.</summary>
    public OrderedDictionary? Launch { get; }

    /// <summary>How tests are launched; null where nothing is set.</summary>
    public OrderedDictionary? TestLaunch { get; }

    public override string ToString() => Name;
}
