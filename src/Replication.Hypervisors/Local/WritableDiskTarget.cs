using Replication.Core.Disks;
using Replication.Core.Errors;
using Replication.Core.Sites;

namespace Replication.Hypervisors.Local;

/// <summary>
/// A disk that is updated in place by whoever exports it. Its length is the server's: a longer one keeps what it holds behind
/// the content, a shorter one cannot take it.
/// </summary>
internal sealed class WritableDiskTarget : IDiskTarget
{
    private readonly IWritableDisk _disk;

    private WritableDiskTarget(IWritableDisk disk, long length)
    {
        _disk = disk;
        Current = new DiskPrefixView(disk, length);
    }

    public IDiskView Current { get; }

    public bool InPlace => true;

    /// <summary>Takes the disk over, also when it refuses it.</summary>
    public static async Task<IDiskTarget> OpenAsync(string path, IWritableDisk disk, long length)
    {
        if (disk.Length >= length) return new WritableDiskTarget(disk, length);
        await disk.DisposeAsync();
        throw new ReplicationException(
            "TargetTooSmall", path, $"The export has {disk.Length} bytes.", $"{length} bytes.", "Make the disk behind it larger; nothing was written.");
    }

    public ValueTask WriteAsync(long offset, ReadOnlyMemory<byte> data, CancellationToken cancellationToken = default) =>
        _disk.WriteAsync(offset, data, cancellationToken);

    public async Task CommitAsync(CancellationToken cancellationToken = default) => await _disk.FlushAsync(cancellationToken);

    public ValueTask DisposeAsync() => _disk.DisposeAsync();
}
