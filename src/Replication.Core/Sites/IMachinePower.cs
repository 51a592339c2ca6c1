using Replication.Core.Errors;

namespace Replication.Core.Sites;

/// <summary>A site whose machines are run by this product: it can ask a guest to shut down, and shows what the guest says.</summary>
public interface IMachinePower
{
    /// <summary>Asks the operating system of a machine to shut down and waits until the machine is off.</summary>
    /// <returns>True when it is off, false when it still runs after the limit; it may still shut down later.</returns>
    /// <exception cref="ReplicationException">MachineNotFound, VmNotOurs where something else runs the machine, MachineBusy.</exception>
    Task<bool> ShutDownMachineAsync(string machineId, TimeSpan limit, CancellationToken cancellationToken = default);

    /// <summary>File with what the guest wrote to its serial port since its last start; null where it was never started.</summary>
    string? ConsoleOf(string machineId);
}
