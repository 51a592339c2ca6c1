using Replication.Core.Groups;
using Replication.Core.Sites;

namespace Replication.Core.Service;

/// <summary>Which guests still have the restart of their first logon before them (AWS-16).</summary>
public sealed class RestartCatalog(EngineServices services)
{
    /// <summary>Asks the sites about the machines of a VM that had it before them; others cost nothing.</summary>
    /// <returns>The VM as it is now.</returns>
    public Task<ReplicatedVM> LookAsync(ReplicatedVM vm, CancellationToken cancellationToken = default) =>
        SettleAsync(vm, (restarts, machineId, token) => restarts.IsPendingAsync(machineId, token), cancellationToken);

    /// <summary>Takes them as seen.</summary>
    /// <returns>The VM as it is now.</returns>
    public Task<ReplicatedVM> ConfirmAsync(ReplicatedVM vm, CancellationToken cancellationToken = default) => SettleAsync(
        vm,
        async (restarts, machineId, token) =>
        {
            await restarts.ConfirmAsync(machineId, token);
            return false;
        },
        cancellationToken);

    private async Task<ReplicatedVM> SettleAsync(
        ReplicatedVM vm, Func<IFirstLogonRestarts, string, CancellationToken, Task<bool>> isPending, CancellationToken cancellationToken)
    {
        var seen = new List<string>();
        foreach (string machineId in vm.PendingRestarts)
        {
            ISite site = await services.Inventory.SiteAsync(machineId == vm.PrimaryMachineId ? vm.PrimarySiteId : vm.ReplicaSiteId, cancellationToken);
            if (site is not IFirstLogonRestarts restarts || !await isPending(restarts, machineId, cancellationToken)) seen.Add(machineId);
        }

        return seen.Count == 0 ? vm : await services.Catalog.TransactAsync(
            (transaction, token) => transaction.ChangeVmAsync(vm.Id, present => present with { FirstLogonRestarts = [.. present.FirstLogonRestarts.Except(seen)] }, token),
            cancellationToken);
    }
}
