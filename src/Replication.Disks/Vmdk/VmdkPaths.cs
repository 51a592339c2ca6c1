namespace Replication.Disks.Vmdk;

/// <summary>
/// How names in a descriptor become paths. Extents: absolute as given, else relative to the descriptor. Parents: the
/// same, and when nothing is there the file of that name beside the child, because the name is a "hint" by definition
/// and a chain that was moved as a whole keeps its old absolute names; the content id decides whether it is the parent.
/// </summary>
internal static class VmdkPaths
{
    public static StringComparer Comparer => OperatingSystem.IsWindows() ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal;

    public static string Extent(string descriptorPath, string name) =>
        Path.GetFullPath(name, Path.GetDirectoryName(Path.GetFullPath(descriptorPath))!);

    public static string Parent(string childPath, string hint)
    {
        string asGiven = Extent(childPath, hint);
        if (File.Exists(asGiven)) return asGiven;

        // Either separator: the chain may come from the other operating system.
        string beside = Extent(childPath, hint[(hint.LastIndexOfAny(['/', '\\']) + 1)..]);
        return File.Exists(beside) ? beside : asGiven;
    }
}
