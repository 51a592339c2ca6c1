using Replication.Core.Disks;

namespace Replication.Disks.Vmdk;

/// <summary>
/// VMware's image format (Virtual Disk Format 5.0). Read: monolithicFlat, monolithicSparse, twoGbMaxExtentFlat,
/// twoGbMaxExtentSparse, streamOptimized, vmfs, and chains of them. Written: streamOptimized. Refused by name: vmfsSparse,
/// seSparse and everything whose content is on a device.
/// </summary>
public static class VmdkImage
{
    /// <summary>Told by content: a sparse extent, or a descriptor. True as well for the kinds that opening then refuses by name.</summary>
    public static bool LooksLikeVmdk(ReadOnlySpan<byte> first4KiB) =>
        SparseExtentHeader.HasMagic(first4KiB) || VmdkSignatures.IsDescriptor(first4KiB)
        || VmdkSignatures.IsCowd(first4KiB) || VmdkSignatures.IsSeSparse(first4KiB);

    /// <summary>Opens the image with all extents and parents, read only.</summary>
    /// <exception cref="Core.Errors.DiskImageException">Not a supported or not an intact image.</exception>
    public static ValueTask<IDiskView> OpenAsync(string path, CancellationToken cancellationToken = default)
    {
        var files = new VmdkFileSet();
        try
        {
            var chain = VmdkChain.Load(path, files, cancellationToken);
            var builder = new VmdkLayerBuilder(files, new VmdkCaches());
            VmdkLayer? layer = null;
            for (int i = chain.Count - 1; i >= 0; i--) layer = builder.Build(chain[i], layer);
            return ValueTask.FromResult<IDiskView>(new VmdkDisk(layer!, files, Describe(chain, builder)));
        }
        catch
        {
            files.Dispose();
            throw;
        }
    }

    /// <summary>Every file that <see cref="OpenAsync"/> reads: the image, its extents, then the same of its parents.</summary>
    public static IReadOnlyList<string> FilesOf(string path)
    {
        using var files = new VmdkFileSet();
        var paths = new List<string>();
        foreach (var source in VmdkChain.Load(path, files, CancellationToken.None))
        {
            paths.Add(source.File.Path);
            if (source.Embedded is not null) continue;
            foreach (var line in source.Descriptor.Extents)
            {
                if (line.FileName is not null) paths.Add(VmdkPaths.Extent(source.File.Path, line.FileName));
            }
        }

        return [.. paths.Distinct(VmdkPaths.Comparer)];
    }

    /// <summary>
    /// Writes a new streamOptimized image. The target appears, complete and flushed, when everything is written; an
    /// existing one is refused, and nothing is left behind on failure or cancellation.
    /// </summary>
    public static ValueTask WriteStreamOptimizedAsync(
        string path, IDiskView source, IProgress<long>? bytesWritten = null, CancellationToken cancellationToken = default) =>
        new(VmdkFileWriter.WriteAsync(path, source, bytesWritten, cancellationToken));

    private static string Describe(List<VmdkSource> chain, VmdkLayerBuilder builder)
    {
        string text = $"vmdk {VmdkDescriptorParser.Shorten(chain[0].Descriptor.CreateType)}";
        if (chain.Count > 1) text += $", {chain.Count - 1} parent(s)";
        if (builder.UncleanShutdown) text += ", not closed cleanly";
        if (builder.RedundantDirectory) text += ", read through the redundant grain directory";
        return text;
    }
}
