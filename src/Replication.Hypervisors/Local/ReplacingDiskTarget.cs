using Replication.Core.Disks;
using Replication.Core.Sites;

namespace Replication.Hypervisors.Local;

/// <summary>
/// A disk in a format that is not written in place: its content is copied to a raw working file, updated there, and
/// on commit becomes a new image that takes the old one's place in machine.json. The old image is left as it is.
/// </summary>
internal sealed class ReplacingDiskTarget : IDiskTarget
{
    private readonly RawDiskTarget _working;
    private readonly string _workingPath;
    private readonly Func<string, CancellationToken, Task> _replace;

    private ReplacingDiskTarget(RawDiskTarget working, string workingPath, Func<string, CancellationToken, Task> replace)
    {
        _working = working;
        _workingPath = workingPath;
        _replace = replace;
    }

    public IDiskView Current => _working.Current;

    public bool InPlace => false;

    /// <param name="images">Formats.</param>
    /// <param name="old">The present image.</param>
    /// <param name="workingPath">Where the working file goes; a leftover of an interrupted run is overwritten.</param>
    /// <param name="length">Length the disk is to have.</param>
    /// <param name="replace">Makes the finished working file the machine's disk.</param>
    /// <param name="cancellationToken">Stops the copy.</param>
    public static async Task<ReplacingDiskTarget> OpenAsync(
        IDiskImages images, IDiskView old, string workingPath, long length, Func<string, CancellationToken, Task> replace, CancellationToken cancellationToken)
    {
        File.Delete(workingPath);
        await images.CreateAsync(workingPath, DiskFormat.Raw, old, cancellationToken: cancellationToken);
        return new ReplacingDiskTarget(RawDiskTarget.Open(workingPath, length, old.LogicalSectorSize), workingPath, replace);
    }

    public ValueTask WriteAsync(long offset, ReadOnlyMemory<byte> data, CancellationToken cancellationToken = default) =>
        _working.WriteAsync(offset, data, cancellationToken);

    public async Task CommitAsync(CancellationToken cancellationToken = default)
    {
        await _working.CommitAsync(cancellationToken);
        await _working.DisposeAsync();
        await _replace(_workingPath, cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _working.DisposeAsync();
        File.Delete(_workingPath);
    }
}
