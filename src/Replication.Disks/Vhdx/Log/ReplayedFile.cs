using Replication.Core.Disks;
using Replication.Core.Errors;
using Replication.Disks.Files;

namespace Replication.Disks.Vhdx.Log;

/// <summary>
/// A file as it reads after its log was replayed, the file itself untouched. Where the replay would extend the file,
/// it reads as zeros.
/// </summary>
internal sealed class ReplayedFile(ImageFile file, LogOverlay overlay, long length) : IImageBytes
{
    public string Path => file.Path;

    public long Length { get; } = Math.Max(file.Length, length);

    public void Read(long position, Span<byte> buffer)
    {
        if (position < 0 || position > Length || buffer.Length > Length - position)
        {
            throw new DiskImageException(
                DiskErrorIds.ImageTruncated, Path, position, $"The file ends at byte {Length} after its log was replayed.",
                $"{buffer.Length} bytes from byte {position}");
        }

        int stored = (int)Math.Clamp(file.Length - position, 0, buffer.Length);
        if (stored > 0) file.Read(position, buffer[..stored]);
        buffer[stored..].Clear();
        overlay.Apply(position, buffer);
    }

    public IEnumerable<Extent> Allocated(long position, long length) => length <= 0 ? [] : [new Extent(position, length)];

    public void Dispose() => file.Dispose();
}
