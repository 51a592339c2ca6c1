using Replication.Disks.Chains;
using Replication.Disks.Files;

namespace Replication.Disks.Layers;

/// <summary>
/// One image file of a chain: a map from ranges of the disk to <see cref="RunKind"/>. Everything about reading,
/// merging and enumerating is built on <see cref="Locate"/> alone, so a format is no more than its map.
/// </summary>
internal abstract class DiskLayer(IImageBytes bytes) : IDisposable
{
    public IImageBytes Bytes { get; } = bytes;

    public string Path => Bytes.Path;

    public abstract long Length { get; }

    public abstract int LogicalSectorSize { get; }

    public abstract string Format { get; }

    /// <summary>What a child must have recorded for this file to be its parent.</summary>
    public virtual Guid Identity => Guid.Empty;

    /// <summary>The parent that this file needs, or null.</summary>
    public virtual ParentReference? Parent => null;

    /// <summary>
    /// The run at <paramref name="offset"/>, at most <paramref name="length"/> long. The range lies within the layer.
    /// One call does a bounded amount of work, so that callers can stop between two calls.
    /// </summary>
    public abstract LayerRun Locate(long offset, long length);

    public void Dispose() => Bytes.Dispose();
}
