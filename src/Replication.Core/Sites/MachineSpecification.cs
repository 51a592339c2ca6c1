using Replication.Core.Disks;
using Replication.Core.Machines;

namespace Replication.Core.Sites;

/// <summary>A machine to be made: configuration, and where the content of each disk comes from.</summary>
/// <param name="Machine">Id and name the machine is to have; disk paths are chosen by the site.</param>
/// <param name="Contents">By disk id. Not disposed by the site.</param>
/// <param name="Role">Why it is made; kept with the machine so that a clean-up removes nothing else.</param>
public sealed record MachineSpecification(Machine Machine, IReadOnlyDictionary<string, IDiskView> Contents, MachineRole Role);

public enum MachineRole
{
    /// <summary>An ordinary machine that the product did not make.</summary>
    Production,
    Replica,
    TestReplica,
}
