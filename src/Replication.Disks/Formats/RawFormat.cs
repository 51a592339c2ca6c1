using Replication.Core.Disks;
using Replication.Core.Errors;
using Replication.Disks.Files;
using Replication.Disks.Layers;

namespace Replication.Disks.Formats;

/// <summary>
/// Everything without a known mark: the file or block device is the disk, byte for byte, and its exact length is the
/// disk's length even when that is no multiple of a sector.
/// </summary>
internal sealed class RawFormat(int logicalSectorSize) : ChainedFormat
{
    public const int DefaultSectorSize = 512;

    public override string Name => "raw";

    public override bool Matches(ReadOnlySpan<byte> head, ReadOnlySpan<byte> tail) => true;

    protected override Func<ImageFile, DiskLayer> Opener(CancellationToken cancellationToken) => Open;

    private FlatLayer Open(ImageFile file)
    {
        if (logicalSectorSize is not (512 or 4096))
        {
            throw new DiskImageException(
                DiskErrorIds.SectorSizeNotSupported, file.Path, null, $"A logical sector size of {logicalSectorSize} bytes was asked for.",
                "512 or 4096");
        }

        return new FlatLayer(file, file.Length, logicalSectorSize, Name);
    }
}
