using Replication.Core.Disks;
using Replication.Disks.Chains;
using Replication.Disks.Files;
using Replication.Disks.Layers;

namespace Replication.Disks.Formats;

/// <summary>A format whose images are chains of <see cref="DiskLayer"/>.</summary>
internal abstract class ChainedFormat : IDiskFormatReader
{
    public abstract string Name { get; }

    public abstract bool Matches(ReadOnlySpan<byte> head, ReadOnlySpan<byte> tail);

    public ValueTask<IDiskView> OpenAsync(string path, CancellationToken cancellationToken) => new(Open(path, cancellationToken));

    public async ValueTask<IReadOnlyList<string>> FilesOfAsync(string path, CancellationToken cancellationToken)
    {
        await using LayeredDisk disk = Open(path, cancellationToken);
        return disk.Files;
    }

    protected virtual int MaxDepth => DiskChain.MaxDepth;

    /// <summary>What opens the images of one chain, one after the other.</summary>
    protected abstract Func<ImageFile, DiskLayer> Opener(CancellationToken cancellationToken);

    private LayeredDisk Open(string path, CancellationToken cancellationToken) =>
        DiskChain.Open(path, Opener(cancellationToken), MaxDepth, cancellationToken);
}
