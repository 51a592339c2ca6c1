using System.Collections.Specialized;
using Replication.Core.Health;
using Replication.Sessions;

namespace Replication.Objects;

/// <summary>One protected machine and where it stands.</summary>
public sealed class ReplicatedVM
{
    internal ReplicatedVM(EngineVM vm, NameBook names, ReplicationHealth? health)
    {
        Name = vm.Name;
        VMId = vm.Id;
        GroupName = names[vm.GroupId];
        State = vm.ReplicationState.ToString();
        // What could not be found out shows as Unknown, never as something reassuring.
        Health = health?.State.ToString() ?? "Unknown";
        HealthReasons = health is null ? [] : [.. health.Reasons];
        RpoAge = health?.RpoAge;
        RpoViolated = health?.RpoViolated;
        Direction = vm.Direction.ToString();
        PrimarySite = names[vm.PrimarySiteId];
        ReplicaSite = names[vm.ReplicaSiteId];
        PrimaryMachineId = vm.PrimaryMachineId;
        ReplicaMachineId = vm.ReplicaMachineId;
        TestMachineId = vm.TestMachineId;
        PendingFirstLogonRestart = vm.PendingFirstLogonRestart;
        ExcludedDisks = [.. vm.ExcludedDisks];
        LastReplicationTime = vm.Statistics.LastReplicationTime;
        LastError = vm.Statistics.LastError;
        LatestPointId = vm.LatestPointId;
        Launch = LaunchTable.Of(vm.Launch);
        TestLaunch = LaunchTable.Of(vm.TestLaunch);
    }

    public string Name { get; }

    public string VMId { get; }

    public string GroupName { get; }

    /// <summary>Replication state, with Hyper-V Replica's names.</summary>
    public string State { get; }

    /// <summary>Normal, Warning, Critical, NotApplicable, or Unknown when the destination could not be read.</summary>
    public string Health { get; }

    public string[] HealthReasons { get; }

    /// <summary>Age of what could be recovered now; null when there is no point.</summary>
    public TimeSpan? RpoAge { get; }

    public bool? RpoViolated { get; }

    /// <summary>Forward, or Reverse after roles were changed.</summary>
    public string Direction { get; }

    public string PrimarySite { get; }

    public string ReplicaSite { get; }

    public string PrimaryMachineId { get; }

    public string? ReplicaMachineId { get; }

    /// <summary>The machine of a test failover that goes on; null otherwise.</summary>
    public string? TestMachineId { get; }

    /// <summary>Whether the first logon of a user will restart its replica or test machine once, to finish driver set-up.</summary>
    public bool PendingFirstLogonRestart { get; }

    public string[] ExcludedDisks { get; }

    public DateTimeOffset? LastReplicationTime { get; }

    /// <summary>Error id of the last replication, where it failed.</summary>
    public string? LastError { get; }

    public string? LatestPointId { get; }

    public OrderedDictionary? Launch { get; }

    public OrderedDictionary? TestLaunch { get; }

    public override string ToString() => VMId;
}
