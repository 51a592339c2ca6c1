using Replication.Core.Disks;
using Replication.Core.Errors;
using Replication.Disks.Files;

namespace Replication.Disks.Formats;

/// <summary>
/// Tells a format by content. Exactly one known mark decides; none means raw; two contradict each other and are refused,
/// because what a guest writes into its own disk must not be able to choose how the host reads it.
/// </summary>
internal static class DiskFormats
{
    public const int HeadSize = 4096;

    /// <summary>The VHD footer.</summary>
    public const int TailSize = 512;

    private static readonly IDiskFormatReader[] Known =
    [
        new VhdxFormat(),
        new VhdFormat(),
        new VmdkFormat(),
        new UnsupportedFormat(
            "qcow2", "qcow2", 0, [.. "QFI"u8, 0xFB, 0, 0, 0, 2], " qemu-nbd exports it, and its NBD URI is taken for a path."),
        new UnsupportedFormat(
            "qcow2", "qcow2", 0, [.. "QFI"u8, 0xFB, 0, 0, 0, 3], " qemu-nbd exports it, and its NBD URI is taken for a path."),
        new UnsupportedFormat("qcow (version 1)", "qcow", 0, [.. "QFI"u8, 0xFB, 0, 0, 0, 1]),
        new UnsupportedFormat("VDI (VirtualBox)", "vdi", 0x40, [0x7F, 0x10, 0xDA, 0xBE]),
        new UnsupportedFormat("QED", "qed", 0, [.. "QED\0"u8]),
        new UnsupportedFormat("Parallels", "parallels", 0, [.. "WithoutFreeSpace"u8]),
        new UnsupportedFormat("Parallels", "parallels", 0, [.. "WithouFreSpacExt"u8]),
        new UnsupportedFormat("Bochs", "bochs", 0, [.. "Bochs Virtual HD Image"u8]),
    ];

    public static IDiskFormatReader Detect(string path, DiskOpenOptions options)
    {
        var raw = new RawFormat(options.LogicalSectorSize ?? RawFormat.DefaultSectorSize);
        if (options.ForceRaw) return raw;

        using ImageFile file = ImageFile.Open(path);
        var head = new byte[(int)Math.Min(HeadSize, file.Length)];
        var tail = new byte[(int)Math.Min(TailSize, file.Length)];
        file.Read(0, head);
        file.Read(file.Length - tail.Length, tail);
        IDiskFormatReader[] matches = [.. Known.Where(format => format.Matches(head, tail))];
        return matches.Length switch
        {
            0 => raw,
            1 => matches[0],
            _ => throw new DiskImageException(
                DiskErrorIds.DiskFormatAmbiguous, path, 0,
                $"The content carries the marks of {string.Join(" and ", matches.Select(format => format.Name))}.",
                "an image of one format, or the option to read it as raw"),
        };
    }
}
