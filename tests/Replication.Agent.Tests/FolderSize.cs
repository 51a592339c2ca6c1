namespace Replication.Agent.Tests;

internal static class FolderSize
{
    /// <summary>Bytes of all files below a folder that others write to meanwhile; 0 when it is not there.</summary>
    public static long Of(string folder) => !Directory.Exists(folder) ? 0
        : new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Exists ? file.Length : 0);
}
