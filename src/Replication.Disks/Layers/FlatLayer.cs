using Replication.Disks.Files;

namespace Replication.Disks.Layers;

/// <summary>A disk whose bytes lie one to one at the start of the file: raw and fixed VHD.</summary>
internal sealed class FlatLayer(IImageBytes bytes, long length, int logicalSectorSize, string format, string identity = "")
    : DiskLayer(bytes)
{
    public override long Length => length;

    public override int LogicalSectorSize => logicalSectorSize;

    public override string Format => format;

    public override string Identity => identity;

    public override LayerRun Locate(long offset, long length) => new(RunKind.Data, length, offset);
}
