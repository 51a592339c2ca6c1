namespace Replication.Disks.Chains;

/// <summary>
/// Where to look for a parent, in this order: the recorded relative paths, the recorded absolute paths, and the recorded
/// file names in the child's own folder (files are usually copied together; the recorded drive is then another machine's).
/// Any of them is believed only when the identity matches, so looking at one place too many cannot hand out wrong bytes.
/// </summary>
internal static class ParentPaths
{
    private const string ExtendedPrefix = @"\\?\";
    private const string VolumePrefix = @"\\?\Volume{";

    public static IEnumerable<ParentCandidate> Candidates(string child, ParentReference reference)
    {
        string folder = Path.GetDirectoryName(Path.GetFullPath(child)) ?? Path.GetFullPath(child);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (string relative in reference.RelativePaths.Where(IsUsable))
        {
            string path = Path.GetFullPath(Path.Combine(folder, Native(relative)));
            if (seen.Add(path)) yield return new ParentCandidate(path, IsGuess: false);
        }

        foreach (string absolute in reference.AbsolutePaths.Where(IsUsable))
        {
            string? path = NativeAbsolute(absolute);
            if (path is not null && seen.Add(path)) yield return new ParentCandidate(path, IsGuess: false);
        }

        foreach (string recorded in reference.RelativePaths.Concat(reference.AbsolutePaths).Where(IsUsable))
        {
            string name = recorded[(recorded.LastIndexOfAny(['\\', '/']) + 1)..];
            if (name.Length == 0) continue;
            string path = Path.GetFullPath(Path.Combine(folder, name));
            if (seen.Add(path)) yield return new ParentCandidate(path, IsGuess: true);
        }
    }

    private static bool IsUsable(string path) => path.Length > 0 && !path.Contains('\0');

    private static string Native(string path) => OperatingSystem.IsWindows() ? path : path.Replace('\\', '/');

    private static string? NativeAbsolute(string path)
    {
        if (!OperatingSystem.IsWindows()) return path.StartsWith('/') ? Path.GetFullPath(path) : null;
        if (path.StartsWith(ExtendedPrefix, StringComparison.Ordinal) && !path.StartsWith(VolumePrefix, StringComparison.OrdinalIgnoreCase))
            path = path[ExtendedPrefix.Length..];
        return Path.IsPathFullyQualified(path) ? Path.GetFullPath(path) : null;
    }
}
