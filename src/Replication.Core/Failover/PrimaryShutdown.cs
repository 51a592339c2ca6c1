using Replication.Core.Errors;
using Replication.Core.Groups;
using Replication.Core.Jobs;
using Replication.Core.Machines;
using Replication.Core.Protection;
using Replication.Core.Sites;

namespace Replication.Core.Failover;

/// <summary>Shuts down the machine that a planned failover moves, when that is asked for. Its guest decides; nothing is switched off.</summary>
internal static class PrimaryShutdown
{
    public const string StepName = "ShutDownPrimary";

    /// <summary>Services of a guest that end in good order take minutes.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    /// <summary>What will be done; null when the machine is off already.</summary>
    public static async Task<JobPlanStep?> DescribeAsync(ReplicatedVM vm, ISite primary, CancellationToken cancellationToken) =>
        (await SourceCheck.RequireAsync(vm, primary, cancellationToken)).PowerState != PowerState.Running ? null
            : new JobPlanStep(StepName, $"Ask {vm.Name} at site {primary.Definition.Name} to shut down and wait {Limit.TotalMinutes:0} min at most; it is not switched off.");

    /// <exception cref="ReplicationException">ShutdownTimedOut.</exception>
    public static async Task RunAsync(ReplicatedVM vm, ISite primary, CancellationToken cancellationToken)
    {
        Machine machine = await SourceCheck.RequireAsync(vm, primary, cancellationToken);
        if (machine.PowerState == PowerState.Running) await GuestShutdown.RequireAsync(primary, machine, Limit, cancellationToken);
    }
}
