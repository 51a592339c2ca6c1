using Replication.Core.Disks;

namespace Replication.Core.Mounts;

/// <summary>Stands for the base of an overlay that is asked only what was written to it.</summary>
internal sealed class UnreadDisk(MountDisk disk) : IDiskView
{
    public long Length => disk.Length;

    public int LogicalSectorSize => disk.LogicalSectorSize;

    public string Format => "snapshot";

    public IAsyncEnumerable<Extent> AllocatedExtentsAsync(long offset, long length, CancellationToken cancellationToken = default) =>
        throw new InvalidOperationException("The snapshot is not open.");

    public ValueTask ReadAsync(long offset, Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        throw new InvalidOperationException("The snapshot is not open.");

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
