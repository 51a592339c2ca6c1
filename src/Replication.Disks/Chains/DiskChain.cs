using Replication.Core.Errors;
using Replication.Disks.Files;
using Replication.Disks.Layers;

namespace Replication.Disks.Chains;

/// <summary>
/// Opens an image with its parents. A file may be in a chain only once, a chain has a greatest
/// depth, and a parent is taken only when its identity is what the child recorded: a parent that was written to after
/// the child was made would give wrong bytes without any other sign.
/// </summary>
internal static class DiskChain
{
    /// <summary>Far above what hypervisors allow (Hyper-V: 50 checkpoints), far below what would exhaust the process.</summary>
    public const int MaxDepth = 1024;

    public static LayeredDisk Open(
        string path, Func<ImageFile, DiskLayer> openLayer, int maxDepth, CancellationToken cancellationToken)
    {
        var layers = new List<DiskLayer>();
        var inChain = new HashSet<string>(StringComparer.Ordinal);
        try
        {
            inChain.Add(Canonical(path));
            layers.Add(OpenLayer(path, openLayer));
            while (layers[^1].Parent is { } reference)
            {
                cancellationToken.ThrowIfCancellationRequested();
                DiskLayer child = layers[^1];
                if (layers.Count == maxDepth)
                {
                    throw new DiskImageException(
                        DiskErrorIds.ChainTooDeep, child.Path, null, $"This is image {maxDepth} of its chain and still names a parent.",
                        "a shorter chain");
                }

                DiskLayer parent = FindParent(child, reference, inChain, openLayer);
                layers.Add(parent);
                inChain.Add(Canonical(parent.Path));
            }

            return new LayeredDisk(layers);
        }
        catch
        {
            foreach (DiskLayer layer in layers) layer.Dispose();
            throw;
        }
    }

    private static DiskLayer FindParent(
        DiskLayer child, ParentReference reference, HashSet<string> inChain, Func<ImageFile, DiskLayer> openLayer)
    {
        DiskImageException? refusal = null;
        var looked = new List<string>();
        foreach (ParentCandidate candidate in ParentPaths.Candidates(child.Path, reference))
        {
            looked.Add(candidate.Path);
            if (!File.Exists(candidate.Path)) continue;
            if (inChain.Contains(Canonical(candidate.Path)))
            {
                // A guess that finds the child itself only means that parent and child have the same name.
                if (!candidate.IsGuess) refusal ??= Cyclic(child, candidate.Path);
                continue;
            }

            DiskLayer? parent = null;
            try
            {
                parent = OpenLayer(candidate.Path, openLayer);
                CheckParent(child, reference, parent);
                return parent;
            }
            catch (DiskImageException exception)
            {
                parent?.Dispose();
                refusal ??= exception;
            }
        }

        throw refusal ?? new DiskImageException(
            DiskErrorIds.ParentNotFound, looked.FirstOrDefault() ?? child.Path, null, $"The parent of {child.Path} was not found.",
            looked.Count == 0
                ? "a parent path that can be used on this machine; the file records none"
                : $"the parent at one of: {string.Join(", ", looked)}");
    }

    private static void CheckParent(DiskLayer child, ParentReference reference, DiskLayer parent)
    {
        if (!reference.Identities.Contains(parent.Identity))
        {
            throw new DiskImageException(
                DiskErrorIds.ParentChanged, parent.Path, null,
                $"Its identity is {parent.Identity}: it was written to, or is another disk than, when the child {child.Path} was made.",
                $"identity {string.Join(" or ", reference.Identities)}");
        }

        if (parent.LogicalSectorSize != child.LogicalSectorSize)
        {
            throw new DiskImageException(
                DiskErrorIds.ImageDamaged, parent.Path, null, $"Its logical sectors have {parent.LogicalSectorSize} bytes.",
                $"{child.LogicalSectorSize} bytes, as in its child {child.Path}");
        }
    }

    private static DiskLayer OpenLayer(string path, Func<ImageFile, DiskLayer> openLayer)
    {
        ImageFile file = ImageFile.Open(path);
        try
        {
            return openLayer(file);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private static DiskImageException Cyclic(DiskLayer child, string parent) => new(
        DiskErrorIds.ChainCyclic, child.Path, null, $"Its parent {parent} is already in the chain above it.",
        "a chain that ends in a disk without parent");

    private static string Canonical(string path)
    {
        string full = Path.GetFullPath(path);
        try
        {
            return File.ResolveLinkTarget(full, returnFinalTarget: true)?.FullName ?? full;
        }
        catch (IOException)
        {
            // A link that leads nowhere or in circles: opening it reports that.
            return full;
        }
    }
}
