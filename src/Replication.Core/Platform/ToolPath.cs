namespace Replication.Core.Platform;

/// <summary>Where programs of the operating system are; system programs need not be on the PATH of whoever runs this.</summary>
public static class ToolPath
{
    private static readonly string[] SystemFolders = ["/usr/local/sbin", "/usr/sbin", "/sbin", "/usr/bin", "/bin"];

    public static string? Find(string name) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Concat(OperatingSystem.IsWindows() ? [] : SystemFolders)
        .Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);
}
