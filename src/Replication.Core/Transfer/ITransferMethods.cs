using Replication.Core.Snapshots;

namespace Replication.Core.Transfer;

/// <summary>A snapshot store into which data comes by a method that a group chooses and that has limits of its own.</summary>
public interface ITransferMethods
{
    /// <summary>Whether it matters which drivers the guest has, so that <see cref="TransferSubject.Drivers"/> is to be found out.</summary>
    bool AsksForDrivers(TransferSubject subject);

    /// <summary>What will be done, in order; empty where the method has nothing to say. Changes nothing.</summary>
    /// <exception cref="Errors.ReplicationException">What <see cref="PrepareAsync"/> would refuse.</exception>
    Task<IReadOnlyList<string>> DescribeAsync(TransferSubject subject, CancellationToken cancellationToken = default);

    /// <summary>Refuses what the method cannot do before anything is created, and holds the places that the disks will need.</summary>
    Task PrepareAsync(TransferSubject subject, CancellationToken cancellationToken = default);

    /// <summary>
    /// Lets go of everything that is held for a VM at the destination; pending snapshots stay and can be continued.
    /// Harmless to repeat. Does not fail: what cannot be let go of now is let go of when the store is opened next.
    /// </summary>
    Task ReleaseAsync(string holder);
}
