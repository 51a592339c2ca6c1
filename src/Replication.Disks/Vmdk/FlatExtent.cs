using Replication.Core.Disks;
using Replication.Disks.Files;
using Replication.Disks.Layers;

namespace Replication.Disks.Vmdk;

/// <summary>Extent of type FLAT or VMFS: the bytes themselves. It has no notion of "absent", so it hides a parent completely.</summary>
internal sealed class FlatExtent : VmdkExtent
{
    private readonly ImageFile _file;
    private readonly long _start;

    public FlatExtent(ImageFile file, long firstSector, long offset, long length)
        : base(offset, length)
    {
        _file = file;
        _start = firstSector * VmdkLimits.SectorSize;
        if (_start > file.Length || length > file.Length - _start)
        {
            throw VmdkErrors.Truncated(
                file.Path, file.Length, "The flat extent ends here.", $"{length} bytes from byte {_start} on, as the descriptor says");
        }
    }

    public override LayerRun Locate(long offset, long limit) => new(RunKind.Data, limit);

    public override void Read(long offset, Span<byte> target) => _file.Read(_start + offset, target);

    public override IEnumerable<Extent> Allocated(long offset, long length) =>
        _file.Allocated(_start + offset, length).Select(part => part with { Offset = part.Offset - _start });
}
