using Replication.Disks.Chains;

namespace Replication.Disks.Vmdk;

/// <summary>How names in a descriptor become paths: absolute as given, else relative to the descriptor.</summary>
internal static class VmdkPaths
{
    public static StringComparer Comparer => OperatingSystem.IsWindows() ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal;

    public static string Extent(string descriptorPath, string name) =>
        Path.GetFullPath(name, Path.GetDirectoryName(Path.GetFullPath(descriptorPath))!);

    /// <summary>The content id that the parent had decides; the name is a "hint" by definition, and there may be none.</summary>
    public static ParentReference Parent(uint contentId, string? hint)
    {
        string[] hints = hint is { Length: > 0 } ? [hint] : [];
        return new ParentReference(
            [VmdkDescriptor.IdentityOf(contentId)], [.. hints.Where(h => !IsAbsolute(h))], [.. hints.Where(IsAbsolute)]);
    }

    /// <summary>Absolute on the machine that made the image, whichever operating system that has.</summary>
    private static bool IsAbsolute(string hint) => hint[0] is '/' or '\\' || (hint.Length > 1 && hint[1] == ':');
}
