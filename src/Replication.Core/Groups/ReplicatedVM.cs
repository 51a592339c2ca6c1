using System.Text.Json.Serialization;
using Replication.Core.Catalog;
using Replication.Core.Machines;
using Replication.Core.Rules.Guests;
using Replication.Core.States;

namespace Replication.Core.Groups;

/// <summary>Which way the data flows.</summary>
public enum ReplicationDirection
{
    /// <summary>From the group's source site to its target site.</summary>
    Forward,

    /// <summary>From the failed-over machine at the target site back home.</summary>
    Reverse,
}

public enum FailoverKind
{
    None,
    Planned,
    Unplanned,
}

/// <summary>One protected machine: bound to the id of the source machine when it was added (GEN-03).</summary>
public sealed record ReplicatedVM : ICatalogEntity
{
    public static string Kind => "replicated_vms";

    public static bool NameIsUnique => true;

    public required string Id { get; init; }

    /// <summary>Name of the machine when it was added or last replicated.</summary>
    public required string Name { get; init; }

    public required string GroupId { get; init; }

    public required ReplicationState ReplicationState { get; init; }

    public ReplicationDirection Direction { get; init; }

    /// <summary>Site of the machine that runs the workload; changes with every reversal of roles.</summary>
    public required string PrimarySiteId { get; init; }

    public required string ReplicaSiteId { get; init; }

    /// <summary>Id of the machine at the primary site.</summary>
    public required string PrimaryMachineId { get; init; }

    /// <summary>
    /// Id of the machine at the replica site: the one a failover made, or, after a reversal, the one at home that a
    /// failback will write. Null while the replica exists only as recovery points.
    /// </summary>
    public string? ReplicaMachineId { get; init; }

    public string? TestMachineId { get; init; }

    /// <summary>Point the test machine was made from; kept while the test lasts.</summary>
    public string? TestPointId { get; init; }

    public FailoverKind FailoverKind { get; init; }

    /// <summary>Point the replica machine was made from.</summary>
    public string? FailedOverPointId { get; init; }

    /// <summary>Newest recovery point at the replica site.</summary>
    public string? LatestPointId { get; init; }

    /// <summary>Ids of disks that are not replicated.</summary>
    public IReadOnlyList<string> ExcludedDisks { get; init; } = [];

    /// <summary>How failovers launch it; what is null comes from the group.</summary>
    public LaunchSettings? Launch { get; init; }

    /// <summary>How test failovers launch it; what is null comes from the group's settings for tests.</summary>
    public LaunchSettings? TestLaunch { get; init; }

    /// <summary>How failovers launch it in its group.</summary>
    public LaunchSettings LaunchIn(ReplicationGroup group) => (Launch ?? new LaunchSettings()).Over(group.Launch);

    /// <summary>How its tests are launched in its group.</summary>
    public LaunchSettings TestLaunchIn(ReplicationGroup group) => (TestLaunch ?? new LaunchSettings()).Over(group.TestLaunch);

    /// <summary>Stopped machine at the replica site whose disks follow the recovery points; null where none is kept.</summary>
    public string? StandbyMachineId { get; init; }

    /// <summary>Primary interface of the source when the standby machine was made (AWS-15).</summary>
    public string? StandbyPrimaryNic { get; init; }

    /// <summary>Drivers that a look into its disks found (AWS-11), with the time of it; null before there was one.</summary>
    public GuestDrivers? Drivers { get; init; }

    /// <summary>Ids of machines made of it whose guests were given drivers and were not seen to restart since (AWS-16).</summary>
    public IReadOnlyList<string> FirstLogonRestarts { get; init; } = [];

    /// <summary>Those of them that it still has.</summary>
    [JsonIgnore]
    public IEnumerable<string> PendingRestarts => FirstLogonRestarts.Where(id => id == ReplicaMachineId || id == TestMachineId || id == PrimaryMachineId);

    /// <summary>Whether the first logon of a user will restart one of its machines.</summary>
    public bool PendingFirstLogonRestart => PendingRestarts.Any();

    public ReplicationStatistics Statistics { get; init; } = new();

    public string? OwnerId => GroupId;

    public string? State => ReplicationState.ToString();

    public long Version { get; init; }

    public ICatalogEntity WithVersion(long version) => this with { Version = version };
}
