namespace Replication.Core.Rules.Guests;

/// <summary>
/// Port to what reads a guest's configuration out of its disks while the guest does not run. Nothing is ever written to
/// the disks. What is damaged, encrypted or out of reach becomes an unknown fact; only a failure to read a disk itself and a
/// tool that was asked for by name and is not there are exceptions.
/// </summary>
public interface IGuestInspector
{
    /// <exception cref="Errors.ReplicationException">
    /// GuestToolMissing: the tool that <paramref name="access"/> names cannot be used here.
    /// </exception>
    /// <exception cref="Errors.DiskImageException">A disk cannot be read.</exception>
    ValueTask<GuestFacts> InspectAsync(
        IReadOnlyList<GuestDisk> disks, GuestAccess access = GuestAccess.Automatic, CancellationToken cancellationToken = default);
}
