using Replication.Core.Disks;
using Replication.Core.Errors;

namespace Replication.Disks.Formats;

/// <summary>
/// A format that is recognised only to be refused: read as raw it would be replicated faithfully and be no disk.
/// </summary>
/// <param name="name">As people call it.</param>
/// <param name="qemuName">As qemu-img calls it.</param>
/// <param name="offset">Where the mark stands.</param>
/// <param name="mark">The mark.</param>
/// <param name="alternative">Another way to reach the disk, or empty.</param>
internal sealed class UnsupportedFormat(string name, string qemuName, int offset, byte[] mark, string alternative = "") : IDiskFormatReader
{
    public string Name => name;

    public bool Matches(ReadOnlySpan<byte> head, ReadOnlySpan<byte> tail) =>
        head.Length >= offset + mark.Length && head[offset..].StartsWith(mark);

    public ValueTask<IDiskView> OpenAsync(string path, CancellationToken cancellationToken) => throw Refusal(path);

    public ValueTask<IReadOnlyList<string>> FilesOfAsync(string path, CancellationToken cancellationToken) => throw Refusal(path);

    private DiskImageException Refusal(string path) => new(
        DiskErrorIds.DiskFormatNotSupported, path, 0, $"This is a {name} image, which is not read directly.",
        $"raw, VHD, VHDX or VMDK; convert it with: qemu-img convert -f {qemuName} -O raw \"{path}\" disk.raw.{alternative}");
}
