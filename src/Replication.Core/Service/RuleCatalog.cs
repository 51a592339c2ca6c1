using Replication.Core.Groups;
using Replication.Core.Rules;
using Replication.Core.Rules.Documents;
using Replication.Core.Rules.Failback;
using Replication.Core.Rules.Failback.Facts;
using Replication.Core.Rules.Guests;
using Replication.Core.Rules.Methods;
using Replication.Core.Rules.Profiles;

namespace Replication.Core.Service;

/// <summary>Asks the rules about replicated VMs and about inventory documents. Changes nothing.</summary>
public sealed class RuleCatalog(EngineServices services)
{
    private readonly TransferInventories _inventories = new(services);

    /// <summary>The method that would move a VM, with what is known of its sites, its guest and the access node.</summary>
    public async Task<PrerequisiteReport> CheckAsync(ReplicatedVM vm, MethodRequest request, CancellationToken cancellationToken = default)
    {
        (TransferInventory inventory, GuestFacts facts, DateTimeOffset? takenAt) = await _inventories.OfAsync(vm, request, cancellationToken);
        TransferMethodPlan plan = MethodSelection.Plan(inventory, RuleProfiles.Get(request.Profile), request.Method);
        return new PrerequisiteReport(vm.Name, plan, [.. plan.Findings, .. GuestPrerequisites.Of(plan, inventory, facts, takenAt)]);
    }

    /// <summary>Everything that a document gives facts for. What it does not say of how much a machine changes is taken from its replications.</summary>
    /// <exception cref="Errors.ReplicationException">InventoryInvalid, PlacementInvalid.</exception>
    public async Task<PrerequisiteReport> CheckAsync(string inventoryPath, MethodRequest request, CancellationToken cancellationToken = default)
    {
        RuleInventory inventory = await RuleInventoryDocument.ReadAsync(inventoryPath, cancellationToken);
        TransferMethodPlan? plan = inventory.Transfer is { } transfer ? MethodSelection.Plan(transfer, RuleProfiles.Get(request.Profile), request.Method) : null;
        FailbackInventory? failback = inventory.Failback is { } written ? await MeasuredChurn.AddAsync(written, services.Catalog, cancellationToken) : null;
        return new PrerequisiteReport(inventoryPath, plan, [.. plan?.Findings ?? [], .. failback is null ? [] : FailbackRules.Evaluate(failback, services.Time)]);
    }
}
