namespace Replication.Core.Disks;

/// <summary>The first bytes of a longer disk: what remains when a format rounded the length up to whole sectors.</summary>
public sealed class DiskPrefixView(IDiskView disk, long length) : IDiskView
{
    public long Length { get; } = length <= disk.Length ? length : throw new ArgumentOutOfRangeException(nameof(length));

    public int LogicalSectorSize => disk.LogicalSectorSize;

    public string Format => disk.Format;

    public IAsyncEnumerable<Extent> AllocatedExtentsAsync(long offset, long length, CancellationToken cancellationToken = default) =>
        disk.AllocatedExtentsAsync(offset, Math.Min(length, Length - offset), cancellationToken);

    public ValueTask ReadAsync(long offset, Memory<byte> buffer, CancellationToken cancellationToken = default) => offset + buffer.Length <= Length
        ? disk.ReadAsync(offset, buffer, cancellationToken)
        : throw new ArgumentOutOfRangeException(nameof(offset), offset, "The range lies outside the disk.");

    public ValueTask DisposeAsync() => disk.DisposeAsync();
}
