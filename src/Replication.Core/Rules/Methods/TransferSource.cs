using Replication.Core.Sites;

namespace Replication.Core.Rules.Methods;

/// <summary>The machine to be moved, where it is now.</summary>
/// <param name="Machine">Its name, for messages.</param>
/// <param name="SiteKind">Kind of the site it runs at; Aws means from AWS to AWS.</param>
/// <param name="DiskCount">Disks that are moved.</param>
public sealed record TransferSource(string Machine, SiteKind SiteKind, int DiskCount)
{
    /// <summary>Whether it runs on an instance type with NVMe volumes already; null when that is not known.</summary>
    public bool? OnNitro { get; init; }

    /// <summary>Length of its longest disk in bytes; null when that is not known.</summary>
    public long? LongestDiskBytes { get; init; }

    public IReadOnlyList<VMCheckpoint> Checkpoints { get; init; } = [];
}
