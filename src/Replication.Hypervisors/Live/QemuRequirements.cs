using Replication.Core.Errors;
using Replication.Hypervisors.Qemu.Monitor;

namespace Replication.Hypervisors.Live;

/// <summary>What a QEMU must be for its machine to be captured while it runs, without putting the machine at risk.</summary>
internal static class QemuRequirements
{
    /// <summary>The first whose filter can give a snapshot up instead of failing the guest's write (on-cbw-error, cbw-timeout).</summary>
    private static readonly Version Oldest = new(7, 1);

    /// <summary>Before this one, QEMU ends with a failed assertion when a client leaves an export of a disk that an I/O thread serves.</summary>
    private static readonly Version OldestWithThreads = new(9, 0);

    /// <exception cref="ReplicationException">LiveCaptureNotSupported.</exception>
    public static async Task CheckAsync(QmpClient qmp, string machine, CancellationToken cancellationToken)
    {
        Version version = Version.TryParse(qmp.Version, out Version? parsed) ? parsed : new Version(0, 0);
        if (version < Oldest)
            throw NotSupported(machine, $"Its QEMU has version {qmp.Version}.", $"QEMU {Oldest} or newer.", "Shut it down to replicate it.");
        if (version < OldestWithThreads && (await qmp.ExecuteAsync("query-iothreads", cancellationToken: cancellationToken)).GetArrayLength() > 0)
        {
            throw NotSupported(
                machine, $"It has I/O threads, whose disks QEMU {qmp.Version} cannot export without the risk of ending the machine.",
                $"a machine without I/O threads, or QEMU {OldestWithThreads}.", "Start it without -object iothread, or shut it down to replicate it.");
        }
    }

    private static ReplicationException NotSupported(string machine, string found, string needed, string nextStep) =>
        new("LiveCaptureNotSupported", $"VM {machine}", found, needed, nextStep);
}
