using Replication.Disks.Files;

namespace Replication.Disks.Vmdk;

/// <summary>One image of a chain as found: its file, its descriptor, and the sparse extent when the descriptor is embedded in it.</summary>
internal sealed record VmdkSource(ImageFile File, VmdkDescriptor Descriptor, SparseGeometry? Embedded)
{
    /// <summary>Subformats whose content is not in the files named, or in a form that is not read here.</summary>
    private static readonly string[] RefusedTypes =
        ["fullDevice", "partitionedDevice", "vmfsRaw", "vmfsRawDeviceMap", "vmfsPassthroughRawDeviceMap", "vmfsSparse", "seSparse"];

    public static VmdkSource Load(ImageFile file)
    {
        Span<byte> start = stackalloc byte[(int)Math.Min(file.Length, VmdkSignatures.Needed)];
        file.Read(0, start);
        if (VmdkSignatures.IsCowd(start) || VmdkSignatures.IsSeSparse(start))
        {
            throw VmdkErrors.NotSupported(
                file.Path, $"This is a {(VmdkSignatures.IsCowd(start) ? "vmfsSparse" : "seSparse")} extent of an ESX snapshot.",
                "a consolidated or exported disk");
        }

        var source = SparseExtentHeader.HasMagic(start) ? LoadEmbedded(file) : LoadText(file, start);
        if (RefusedTypes.Contains(source.Descriptor.CreateType, StringComparer.OrdinalIgnoreCase))
        {
            throw VmdkErrors.NotSupported(
                file.Path, $"The image is of type {source.Descriptor.CreateType}.",
                "an image whose content is in files of type FLAT, VMFS or SPARSE");
        }

        return source;
    }

    private static VmdkSource LoadEmbedded(ImageFile file)
    {
        var geometry = SparseHeaderReader.Read(file);
        if (geometry.DescriptorBytes == 0)
        {
            throw VmdkErrors.NotSupported(
                file.Path, "This is one extent of a disk that is split into several files.", "the descriptor file of the disk");
        }

        var text = new byte[geometry.DescriptorBytes];
        file.Read(geometry.DescriptorOffset, text);
        var descriptor = VmdkDescriptorParser.Parse(text, file.Path);

        // The name in the line is the one the file had when it was made; a renamed file is still its own extent.
        if (descriptor.Extents is not [{ Kind: VmdkExtentKind.Sparse }])
        {
            throw VmdkErrors.Damaged(
                file.Path, geometry.DescriptorOffset, "The embedded descriptor names other extents than this file.",
                "one extent of type SPARSE");
        }

        return new VmdkSource(file, descriptor, geometry);
    }

    private static VmdkSource LoadText(ImageFile file, ReadOnlySpan<byte> start)
    {
        if (!VmdkSignatures.IsDescriptor(start))
        {
            throw VmdkErrors.Damaged(file.Path, 0, "This is not a VMDK image.", "the signature KDMV or a disk descriptor");
        }

        if (file.Length > VmdkLimits.MaxDescriptorBytes)
        {
            throw VmdkErrors.Damaged(
                file.Path, null, $"The descriptor has {file.Length} bytes.", $"at most {VmdkLimits.MaxDescriptorBytes}");
        }

        var text = new byte[file.Length];
        file.Read(0, text);
        return new VmdkSource(file, VmdkDescriptorParser.Parse(text, file.Path), null);
    }
}
