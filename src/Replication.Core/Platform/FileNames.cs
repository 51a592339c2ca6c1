namespace Replication.Core.Platform;

/// <summary>File names made from names that people chose, on every platform alike.</summary>
public static class FileNames
{
    // Path.GetInvalidFileNameChars differs by platform; a folder written on one must be readable on the other.
    private const string Forbidden = "<>:\"/\\|?*";

    public static string Safe(string name)
    {
        string safe = string.Concat(name.Select(c => c < ' ' || Forbidden.Contains(c, StringComparison.Ordinal) ? '_' : c)).TrimEnd(' ', '.');
        return safe.Length == 0 ? "_" : safe;
    }
}
