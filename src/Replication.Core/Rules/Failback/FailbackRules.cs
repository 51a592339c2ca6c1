using Replication.Core.Rules.Failback.Facts;

namespace Replication.Core.Rules.Failback;

/// <summary>Every prerequisite of a reprotection or failback, as a function of an inventory and the time.</summary>
public static class FailbackRules
{
    /// <exception cref="Errors.ReplicationException">InventoryInvalid: a value that cannot be understood.</exception>
    public static IReadOnlyList<Finding> Evaluate(FailbackInventory inventory, TimeProvider time)
    {
        var view = new FailbackView(inventory, time.GetUtcNow());
        return
        [
            .. MachineRules.Check(view),
            .. ConfigurationServerRules.Check(view),
            .. FailbackPolicyRules.Check(view),
            .. LinkRules.Check(view),
            .. ProcessServerRules.Check(view),
            .. PortRules.Check(view),
            .. TrafficRules.Check(view),
            .. MasterTargetCapacityRules.Check(view),
            .. MasterTargetSystemRules.Check(view),
            .. MasterTargetHardwareRules.Check(view),
            .. RetentionRules.Check(view),
            .. DatastoreRules.Check(view),
            .. HostRules.Check(view),
        ];
    }
}
