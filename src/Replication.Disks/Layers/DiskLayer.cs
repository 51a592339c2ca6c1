using Replication.Core.Disks;
using Replication.Disks.Chains;
using Replication.Disks.Files;

namespace Replication.Disks.Layers;

/// <summary>
/// One image of a chain: a map from ranges of the disk to <see cref="RunKind"/>. Everything about reading,
/// merging and enumerating is built on <see cref="Locate"/> alone, so a format is no more than its map.
/// </summary>
internal abstract class DiskLayer(IImageBytes bytes) : IDisposable
{
    public IImageBytes Bytes { get; } = bytes;

    public string Path => Bytes.Path;

    /// <summary>Every file that this layer reads, its own first.</summary>
    public virtual IReadOnlyList<string> Files => [Path];

    public abstract long Length { get; }

    public abstract int LogicalSectorSize { get; }

    public abstract string Format { get; }

    /// <summary>What a child must have recorded for this file to be its parent.</summary>
    public virtual string Identity => "";

    /// <summary>The parent that this file needs, or null.</summary>
    public virtual ParentReference? Parent => null;

    /// <summary>
    /// The run at <paramref name="offset"/>, at most <paramref name="length"/> long. The range lies within the layer.
    /// One call does a bounded amount of work, so that callers can stop between two calls.
    /// </summary>
    public abstract LayerRun Locate(long offset, long length);

    /// <summary>Bytes of a run of kind <see cref="RunKind.Data"/>, from a position that it told.</summary>
    public virtual void Read(long position, Span<byte> target) => Bytes.Read(position, target);

    /// <summary>What of a data run may hold something other than zeros, in the positions of the run.</summary>
    public virtual IEnumerable<Extent> Allocated(long position, long length) => Bytes.Allocated(position, length);

    /// <summary>What people are told about a chain of which this is the newest image.</summary>
    public virtual string FormatOf(IReadOnlyList<DiskLayer> chain) => Format;

    public virtual void Dispose() => Bytes.Dispose();
}
