using Microsoft.Extensions.Logging;
using Replication.Core.Disks;
using Replication.Core.Snapshots;

namespace Replication.Runtime.Mounts;

/// <summary>What all mounts of a host share.</summary>
/// <param name="Place">Which mounts of the catalog are this host's.</param>
/// <param name="OpenSites">A way of its own to the sites, for reading beside whoever owns the workspace.</param>
/// <param name="Overlays">Opens overlays.</param>
/// <param name="Folders">Where they are.</param>
/// <param name="SocketFolder">Takes a socket for each mount; its user's alone.</param>
/// <param name="Time">Measures timeouts.</param>
/// <param name="Loggers">Tells of damage that clients only see as errors.</param>
internal sealed record MountParts(
    string? Place, Func<SiteFactory> OpenSites, IDiskOverlays Overlays, MountFolders Folders, string SocketFolder, TimeProvider Time, ILoggerFactory Loggers)
{
    /// <summary>Much more than what a guest that boots reads again and again, and little beside a guest.</summary>
    private const long CachedBytes = 256L << 20;

    public VerifiedBlockCache Blocks { get; } = new(CachedBytes);
}
