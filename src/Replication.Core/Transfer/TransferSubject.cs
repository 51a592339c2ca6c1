using Replication.Core.Machines;
using Replication.Core.Rules;

namespace Replication.Core.Transfer;

/// <summary>A machine whose disks are about to be brought to a destination.</summary>
/// <param name="Holder">Id of the replicated VM.</param>
/// <param name="Machine">As its site describes it.</param>
/// <param name="Bases">Of every disk that is sent, by its id: the snapshot that the newest recovery point has of it, or null where all of it is sent.</param>
/// <param name="Settings">Of the group.</param>
/// <param name="KeepsMachine">Whether a machine is kept at the destination that is given the disks next.</param>
public sealed record TransferSubject(
    string Holder, Machine Machine, IReadOnlyDictionary<string, string?> Bases, TransferSettings Settings, bool KeepsMachine)
{
    /// <summary>Whether its disks show the drivers of the destination (AWS-11); null where nothing has looked into them.</summary>
    public Finding? Drivers { get; init; }

    /// <summary>In a plan: the job looks into the disks before anything is made, and ends there when the drivers are missing.</summary>
    public bool LooksForDrivers { get; init; }
}
