using Replication.Core.Snapshots;

namespace Replication.Core.Sites;

/// <summary>A site that hashes disks of its machines where they are, because reading them from here would carry all of their content over a network.</summary>
public interface IDiskHasher
{
    /// <summary>Reads a disk of a stopped machine and computes its root hash.</summary>
    Task<DiskDigest> HashDiskAsync(string machineId, string diskId, IProgress<long>? bytesRead = null, CancellationToken cancellationToken = default);
}

/// <param name="Length">Of the disk, in bytes.</param>
/// <param name="Root">Root hash.</param>
public sealed record DiskDigest(long Length, BlockDigest Root);
