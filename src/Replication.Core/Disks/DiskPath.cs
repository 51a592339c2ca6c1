namespace Replication.Core.Disks;

/// <summary>What names a disk: the path of a file or device, or an NBD URI, which no function for paths may touch.</summary>
public static class DiskPath
{
    private static readonly string[] UriSchemes = ["nbd", "nbds", "nbd+unix", "nbds+unix"];

    /// <summary>True for an NBD URI, be it one that can be used or not.</summary>
    public static bool IsUri(string path) => UriScheme(path) is not null;

    /// <summary>The scheme in lower case; null for a path.</summary>
    public static string? UriScheme(string path) =>
        UriSchemes.FirstOrDefault(scheme => path.StartsWith(scheme + "://", StringComparison.OrdinalIgnoreCase));

    /// <summary>A path as full one, seen from <paramref name="folder"/> or else from the current folder; a URI as it is.</summary>
    public static string Full(string path, string? folder = null) =>
        IsUri(path) ? path : folder is null ? Path.GetFullPath(path) : Path.GetFullPath(path, folder);
}
