using Replication.Core.Machines;

namespace Replication.Core.Transfer;

/// <summary>A machine whose disks are about to be brought to a destination.</summary>
/// <param name="Holder">Id of the replicated VM.</param>
/// <param name="Machine">As its site describes it.</param>
/// <param name="Bases">Of every disk that is sent, by its id: the snapshot that the newest recovery point has of it, or null where all of it is sent.</param>
/// <param name="Settings">Of the group.</param>
/// <param name="KeepsMachine">Whether a machine is kept at the destination that is given the disks next.</param>
public sealed record TransferSubject(
    string Holder, Machine Machine, IReadOnlyDictionary<string, string?> Bases, TransferSettings Settings, bool KeepsMachine);
