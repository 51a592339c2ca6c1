using Replication.Core.Rules.Failback.Facts;

namespace Replication.Core.Rules.Failback;

/// <summary>Where a machine comes home to (FBK-48, FBK-49, FBK-51, FBK-52).</summary>
/// <param name="IsNew">Whether a new VM is made; otherwise the disks of the existing one are written.</param>
/// <param name="Host">ESXi host of a new VM: that of the master target. Null for an existing one, which stays where it is.</param>
/// <param name="Datastore">Datastore of its disks; null when that is not known.</param>
/// <param name="Because">Why.</param>
public sealed record FailbackDestination(bool IsNew, string? Host, string? Datastore, string Because)
{
    /// <summary>Null when too little is known to say.</summary>
    public static FailbackDestination? Of(FailbackMachine machine, MasterTarget target)
    {
        HomeMachine home = machine.Home;
        if (home.AlternateLocation) return New(target.Datastore, "it comes back at another location, which is the master target's");
        if (home.Exists == false) return New(home.Datastore ?? target.Datastore, "the machine at home does not exist any more");
        if (machine.Physical) return New(home.Datastore ?? target.Datastore, "the original is a physical machine");
        if (home.UnderVCenter == false) return New(home.Datastore ?? target.Datastore, "its host is not managed by a vCenter Server");
        return home.Exists is null || home.UnderVCenter is null ? null : new FailbackDestination(false, null, home.Datastore, "the machine at home exists and its host is managed by a vCenter Server");

        FailbackDestination New(string? datastore, string because) => new(true, target.Host, datastore, because);
    }
}
