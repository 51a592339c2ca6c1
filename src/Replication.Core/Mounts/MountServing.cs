namespace Replication.Core.Mounts;

public enum ServingState
{
    /// <summary>Nobody serves it.</summary>
    NotServed,

    /// <summary>Its snapshots and overlays are being opened.</summary>
    Opening,

    Served,

    /// <summary>Connections are being ended and overlays made durable.</summary>
    Closing,

    /// <summary>It could not be opened; the host tries again by itself.</summary>
    Failed,
}

/// <summary>How the host serves a mount at the moment.</summary>
/// <param name="MountId">Which mount.</param>
/// <param name="State">Whether its disks can be read.</param>
/// <param name="Exports">One for each disk while it is served.</param>
/// <param name="ErrorId">Stable id of why it failed.</param>
/// <param name="Error">What was found and needed.</param>
public sealed record MountServing(
    string MountId, ServingState State, IReadOnlyList<MountExport> Exports, string? ErrorId = null, string? Error = null)
{
    public static MountServing Not(string mountId) => new(mountId, ServingState.NotServed, []);
}

/// <param name="DiskId">Disk of the machine.</param>
/// <param name="Uri">NBD URI, as qemu and libnbd take it.</param>
/// <param name="Length">Exact length in bytes.</param>
/// <param name="Writable">Whether it takes writes.</param>
/// <param name="Lasting">Whether every next host serves it at the same URI.</param>
public sealed record MountExport(string DiskId, string Uri, long Length, bool Writable, bool Lasting = false);
