using Replication.Core.Rules.Failback.Facts;

namespace Replication.Core.Rules.Failback;

/// <summary>The master target's host reaches the datastores that are written (FBK-48, FBK-50, FBK-52, FBK-54, FBK-59, 8061 of FBK-60).</summary>
internal static class DatastoreRules
{
    public static IEnumerable<Finding> Check(FailbackView view)
    {
        foreach (MasterTarget target in view.Assigned().Select(pair => pair.Target).Distinct()) yield return HasVmfs(target, view.HostOf(target));
        foreach ((FailbackMachine machine, MasterTarget target) in view.Assigned())
        {
            if (FailbackDestination.Of(machine, target) is not { } destination) continue;
            if (machine.Home.AlternateLocation && machine.Home.Datastore is not null) yield return AtMasterTarget(machine, target);
            EsxiHost? host = view.HostOf(target);
            HostDatastore? datastore = host?.Datastores?.FirstOrDefault(one => one.Name == destination.Datastore);
            yield return Reachable(machine, target, destination, host, datastore);
            if (datastore is not null) yield return TypeFits(machine, datastore);
        }
    }

    private static Finding HasVmfs(MasterTarget target, EsxiHost? host) => Answer.Of(
        "FBK-54", FailbackErrorIds.NoVmfsDatastore, host?.Datastores is { } datastores
            ? datastores.Any(datastore => datastore.Type == DatastoreType.Vmfs && datastore.Access != DatastoreAccess.NotMounted) : null,
        FailbackView.Target(target),
        $"Datastores of its host {Answer.Text(target.Host)}: "
        + $"{(host?.Datastores is { } all ? Answer.List(all.Select(datastore => $"{datastore.Name} ({datastore.Type}, {datastore.Access})").DefaultIfEmpty("none")) : "not known")}.",
        "at least one VMFS datastore; without it there is no datastore to choose.", "Attach a VMFS datastore to the host.");

    private static Finding Reachable(FailbackMachine machine, MasterTarget target, FailbackDestination destination, EsxiHost? host, HostDatastore? datastore)
    {
        bool? writable = destination.Datastore is null || host?.Datastores is null ? null : datastore?.Access == DatastoreAccess.ReadWrite;
        string state = datastore?.Access switch { DatastoreAccess.ReadOnly => "read-only", DatastoreAccess.ReadWrite => "mounted read/write", _ => host?.Datastores is null ? "not known" : "not mounted" };
        return Answer.Of(
            destination.IsNew ? "FBK-50" : "FBK-48", destination.IsNew ? FailbackErrorIds.DatastoreNotAccessible : FailbackErrorIds.DatastoreNotWritable, writable,
            FailbackView.Vm(machine), $"Datastore {Answer.Text(destination.Datastore)} is {state} on {Answer.Text(target.Host)}.",
            "read/write access of the master target's host.", $"Mount the datastore read/write on {Answer.Text(target.Host)}.");
    }

    private static Finding AtMasterTarget(FailbackMachine machine, MasterTarget target) => Answer.Of(
        "FBK-52", FailbackErrorIds.AlternateLocationUsesMasterTargetDatastore, target.Datastore is null ? null : machine.Home.Datastore == target.Datastore,
        FailbackView.Vm(machine), $"Datastore {machine.Home.Datastore} was asked for; that of {target.Name} is {Answer.Text(target.Datastore)}.",
        "the datastore and host of the master target, for another location.", $"Leave the datastore out, or name {Answer.Text(target.Datastore)}.");

    private static Finding TypeFits(FailbackMachine machine, HostDatastore datastore) => Answer.Of(
        "FBK-59", FailbackErrorIds.DatastoreTypeNotSupported, datastore.Type is DatastoreType.Vmfs or DatastoreType.VSan, FailbackView.Vm(machine),
        $"Datastore {datastore.Name} is {datastore.Type}.", "VMFS or vSAN.", "Choose a datastore of such a type.");
}
