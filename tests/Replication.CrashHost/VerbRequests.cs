using Replication.Core.Groups;
using Replication.Core.Jobs;
using Replication.Core.Service;

namespace Replication.CrashHost;

/// <summary>The verbs by name, for a process that is told on its command line what to do and for the test that repeats it.</summary>
public static class VerbRequests
{
    /// <param name="service">Of the workspace.</param>
    /// <param name="verb">Name.</param>
    /// <param name="vmName">VM, or "group:" and the name of a group.</param>
    /// <param name="argument">Path of media, id of a point.</param>
    public static async Task<JobRequest> MakeAsync(ReplicationService service, string verb, string vmName, string? argument = null)
    {
        if (vmName.StartsWith("group:", StringComparison.Ordinal))
        {
            ReplicationGroup group = await service.Groups.GetAsync(vmName["group:".Length..]);
            return service.Verbs.Replicate(group, await service.Groups.ListVmsAsync(group));
        }

        ReplicatedVM vm = await service.Groups.GetVmAsync(vmName);
        return verb switch
        {
            "replicate" => service.Verbs.Replicate(await service.Groups.GetAsync(vm.GroupId), [vm]),
            "resynchronize" => service.Verbs.Resynchronize(vm),
            "suspend" => service.Verbs.Suspend(vm),
            "resume" => service.Verbs.Resume(vm),
            "failover" => service.Verbs.Failover(vm, argument, noStart: true),
            "planned" => service.Verbs.PlannedFailover(vm, noStart: true),
            "undo" => service.Verbs.Undo(vm),
            "complete" => service.Verbs.Complete(vm),
            "reverse" => service.Verbs.Reverse(vm),
            "failback" => service.Verbs.Failback(vm),
            "test" => service.Verbs.StartTestFailover(vm, argument, noStart: true),
            "stop-test" => service.Verbs.StopTestFailover(vm),
            "export" => service.Verbs.ExportInitial(vm, argument!),
            "import" => service.Verbs.ImportInitial(vm, argument!),
            "verify" => service.Verbs.VerifyPoint(vm, argument),
            "remove" => service.Verbs.Remove(vm, deletePoints: true),
            _ => throw new ArgumentOutOfRangeException(nameof(verb), verb, "There is no such verb."),
        };
    }
}
