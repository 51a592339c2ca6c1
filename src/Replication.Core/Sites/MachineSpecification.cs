using Replication.Core.Disks;
using Replication.Core.Machines;

namespace Replication.Core.Sites;

/// <summary>A machine to be made: configuration, and where the content of each disk comes from.</summary>
/// <param name="Machine">Id and name the machine is to have; disk paths are chosen by the site.</param>
/// <param name="Contents">By disk id. Not disposed by the site.</param>
/// <param name="Role">Why it is made; kept with the machine so that a clean-up removes nothing else.</param>
public sealed record MachineSpecification(Machine Machine, IReadOnlyDictionary<string, DiskContent> Contents, MachineRole Role)
{
    /// <summary>How the platform is to launch it, where it leaves a choice.</summary>
    public LaunchSettings Launch { get; init; } = new();

    /// <summary>Where making a machine starts it, whether it is to go on running.</summary>
    public bool Start { get; init; }

    /// <summary>Access node on which a guest is prepared for the platform, where that is done; null for the site's.</summary>
    public string? AccessNodeId { get; init; }
}

/// <param name="View">The content, to be read.</param>
/// <param name="StoreId">Store that holds the content as a snapshot, or null.</param>
/// <param name="SnapshotId">That snapshot: a site whose store it is need not copy it.</param>
public sealed record DiskContent(IDiskView View, string? StoreId = null, string? SnapshotId = null)
{
    /// <summary>
    /// NBD URI under which the content is served, writable, for as long as the machine needs it; the machine is to run from there instead of from
    /// a copy. Null to copy. Only for sites that can (<see cref="SiteAbilities.RunsFromMounts"/>).
    /// </summary>
    public string? MountUri { get; init; }
}

public enum MachineRole
{
    /// <summary>An ordinary machine that the product did not make.</summary>
    Production,
    Replica,
    TestReplica,

    /// <summary>Stopped, with the disks of the newest recovery point.</summary>
    Standby,
}
