using Replication.Core.Errors;
using Replication.Core.Machines;

namespace Replication.Core.Sites;

/// <summary>Shuts a machine down at any kind of site. Where the platform stops machines by asking their guests, its stop is used.</summary>
public static class GuestShutdown
{
    /// <exception cref="ReplicationException">ShutdownTimedOut: the machine runs on.</exception>
    public static async Task RequireAsync(ISite site, Machine machine, TimeSpan limit, CancellationToken cancellationToken)
    {
        if (site is not IMachinePower power)
        {
            await site.StopMachineAsync(machine.Id, cancellationToken);
            return;
        }

        if (await power.ShutDownMachineAsync(machine.Id, limit, cancellationToken)) return;
        throw new ReplicationException(
            "ShutdownTimedOut", $"Machine {machine.Name}", $"It was asked to shut down and still runs after {limit.TotalSeconds:0} s.",
            "a guest that shuts down.",
            "Shut it down from inside, or stop it, which switches it off.");
    }
}
