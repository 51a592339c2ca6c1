using Replication.Core.Errors;

namespace Replication.Disks.Vmdk;

/// <summary>Follows an image to its parents. The content id that the child remembers decides whether a file is still its parent.</summary>
internal static class VmdkChain
{
    /// <summary>The image first, its oldest ancestor last.</summary>
    public static List<VmdkSource> Load(string path, VmdkFileSet files, CancellationToken cancellationToken)
    {
        var chain = new List<VmdkSource>();
        var seen = new HashSet<string>(VmdkPaths.Comparer);
        string next = Path.GetFullPath(path);
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!seen.Add(next)) throw new DiskImageException("ChainCyclic", next, null, "the image is its own ancestor.", "a chain that ends at an image without a parent");
            if (chain.Count >= VmdkLimits.MaxChainDepth)
            {
                throw VmdkErrors.Invalid(path, null, $"the chain has more than {VmdkLimits.MaxChainDepth} images.");
            }

            var source = VmdkSource.Load(files.Open(next, chain.Count == 0 ? "ImageNotFound" : "ParentNotFound"));
            if (chain.Count > 0 && chain[^1].Descriptor.ParentCid != source.Descriptor.Cid)
            {
                throw new DiskImageException(
                    "ParentChanged", next, null,
                    $"the parent has content id {source.Descriptor.Cid:x8}, its child {chain[^1].File.Path} was made on {chain[^1].Descriptor.ParentCid:x8}.",
                    "the parent as it was when the child was made");
            }

            chain.Add(source);
            if (source.Descriptor.ParentCid is null) return chain;
            if (source.Descriptor.ParentHint is not { } hint)
            {
                throw new DiskImageException("ParentNotFound", source.File.Path, null, "the image has a parent but does not say where.", "a line parentFileNameHint=...");
            }

            next = VmdkPaths.Parent(next, hint);
        }
    }
}
