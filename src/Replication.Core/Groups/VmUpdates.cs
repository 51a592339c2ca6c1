using Replication.Core.Catalog;
using Replication.Core.Errors;
using Replication.Core.States;

namespace Replication.Core.Groups;

/// <summary>Changes of a replicated VM's record inside a transaction, each checked against the state it builds on.</summary>
public static class VmUpdates
{
    /// <summary>Checks that the verb is allowed and moves the VM into the state it has while the verb runs.</summary>
    public static Task<ReplicatedVM> BeginVerbAsync(
        this ICatalogTransaction transaction, string vmId, ReplicationVerb verb, CancellationToken cancellationToken) =>
        transaction.ChangeVmAsync(
            vmId, vm => vm with { ReplicationState = StateMachine.Require($"VM {vm.Name}", vm.ReplicationState, verb).During }, cancellationToken);

    /// <summary>Moves the VM into the state after the verb, together with what else the verb changes.</summary>
    public static Task<ReplicatedVM> EndVerbAsync(
        this ICatalogTransaction transaction, string vmId, ReplicationVerb verb, Func<ReplicatedVM, ReplicatedVM> change,
        CancellationToken cancellationToken) =>
        transaction.ChangeVmAsync(
            vmId,
            vm => change(vm) with { ReplicationState = StateMachine.Require($"VM {vm.Name}", vm.ReplicationState, verb).After },
            cancellationToken);

    public static async Task<ReplicatedVM> ChangeVmAsync(
        this ICatalogTransaction transaction, string vmId, Func<ReplicatedVM, ReplicatedVM> change, CancellationToken cancellationToken)
    {
        ReplicatedVM vm = await transaction.FindAsync<ReplicatedVM>(vmId, cancellationToken)
            ?? throw new ReplicationException("VmNotReplicated", $"VM {vmId}", "It was removed from its group meanwhile.");
        ReplicatedVM changed = change(vm);
        return changed == vm ? vm : await transaction.UpdateAsync(changed, cancellationToken);
    }
}
