using System.Buffers.Binary;

namespace Replication.Disks.Layout;

/// <summary>FAT12, FAT16 and FAT32. The label is the volume entry of the root directory, else that of the boot sector.</summary>
internal sealed class FatProbe : IFileSystemProbe
{
    private const int EntrySize = 32;
    private const int LabelLength = 11;

    /// <summary>A label is made with the volume and is one of the first entries; reading stops after this much.</summary>
    private const int MaxDirectoryBytes = 64 * 1024;
    private const int DirectoryStep = 4096;

    public async ValueTask<ProbeResult?> ProbeAsync(VolumeWindow volume, CancellationToken cancellationToken)
    {
        if (await volume.ReadAsync(0, BootSector.Size, cancellationToken) is not { } sector
            || FatBootSector.ReadFrom(sector.Span) is not { } boot)
        {
            return null;
        }

        var (found, label) = await LabelInRootAsync(volume, boot, cancellationToken);
        string? uuid = null;
        if (sector.Span[boot.ExtensionOffset] is 0x28 or 0x29)
        {
            uuid = VolumeText.Serial32(sector.Span[(boot.ExtensionOffset + 1)..]);
            if (!found && sector.Span[boot.ExtensionOffset] == 0x29)
            {
                label = Label(sector.Span.Slice(boot.ExtensionOffset + 5, LabelLength));
            }
        }

        return new ProbeResult(boot.Type, label, uuid, InBootSector: true);
    }

    private static async ValueTask<(bool Found, string? Label)> LabelInRootAsync(
        VolumeWindow volume, FatBootSector boot, CancellationToken cancellationToken)
    {
        uint cluster = boot.RootCluster;
        long left = boot.IsFat32 ? MaxDirectoryBytes : Math.Min(MaxDirectoryBytes, boot.RootEntries * EntrySize);
        long position = boot.RootOffset;
        while (left > 0)
        {
            // FAT32 keeps its root directory in a chain of clusters, the others in one piece.
            long piece = left;
            if (boot.IsFat32)
            {
                if (cluster < 2 || cluster - 2 >= boot.Clusters) return (false, null);
                position = boot.DataOffset + (cluster - 2L) * boot.ClusterBytes;
                piece = Math.Min(left, boot.ClusterBytes);
            }

            for (long done = 0; done < piece; done += DirectoryStep)
            {
                int step = (int)Math.Min(DirectoryStep, piece - done);
                if (await volume.ReadAsync(position + done, step, cancellationToken) is not { } entries) return (false, null);
                if (Search(entries.Span, out var result)) return result;
            }

            left -= piece;
            if (!boot.IsFat32) break;
            if (await volume.ReadAsync(boot.FatOffset + cluster * 4L, 4, cancellationToken) is not { } link) break;
            cluster = BinaryPrimitives.ReadUInt32LittleEndian(link.Span) & 0x0FFFFFFF;
        }

        return (false, null);
    }

    /// <summary>True when the search is over: the volume entry is found, or the directory ends.</summary>
    private static bool Search(ReadOnlySpan<byte> entries, out (bool Found, string? Label) result)
    {
        const byte Deleted = 0xE5, VolumeAttribute = 0x08, DirectoryAttribute = 0x10, LongNameAttributes = 0x0F;
        result = (false, null);
        for (int i = 0; i + EntrySize <= entries.Length; i += EntrySize)
        {
            var entry = entries.Slice(i, EntrySize);
            if (entry[0] == 0) return true;
            byte attributes = entry[11];
            if (entry[0] == Deleted || (attributes & LongNameAttributes) == LongNameAttributes) continue;
            if ((attributes & (VolumeAttribute | DirectoryAttribute)) != VolumeAttribute) continue;
            result = (true, Label(entry[..LabelLength]));
            return true;
        }

        return false;
    }

    private static string? Label(ReadOnlySpan<byte> field)
    {
        // 05 stands for E5, which would mark the entry as deleted.
        Span<byte> name = stackalloc byte[LabelLength];
        field.CopyTo(name);
        if (name[0] == 0x05) name[0] = 0xE5;
        string? label = VolumeText.Latin1(name);
        return label == "NO NAME" ? null : label;
    }
}
