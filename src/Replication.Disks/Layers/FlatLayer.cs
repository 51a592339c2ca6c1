using Replication.Disks.Files;

namespace Replication.Disks.Layers;

/// <summary>A disk whose bytes lie one to one at the start of the file: raw and fixed VHD.</summary>
internal sealed class FlatLayer(IImageBytes bytes, long length, int logicalSectorSize, string format, Guid identity = default)
    : DiskLayer(bytes)
{
    public override long Length => length;

    public override int LogicalSectorSize => logicalSectorSize;

    public override string Format => format;

    public override Guid Identity => identity;

    public override LayerRun Locate(long offset, long length) => new(RunKind.Data, length, offset);
}
