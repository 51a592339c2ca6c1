using Replication.Core.Machines;

namespace Replication.Core.Sites.Remote;

/// <summary>A machine that a server is to make of snapshots of its own store.</summary>
/// <param name="Machine">Id and name it is to have, and its configuration.</param>
/// <param name="Role">Why it is made.</param>
/// <param name="Snapshots">Snapshot by disk id.</param>
public sealed record MachineOrder(Machine Machine, MachineRole Role, IReadOnlyDictionary<string, string> Snapshots);
