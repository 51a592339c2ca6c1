namespace Replication.Runtime.Hosting;

/// <summary>The program `dotnet` of this machine.</summary>
internal static class DotnetProgram
{
    private static readonly string FileName = OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet";

    /// <returns>Null when there is none in any of the usual places.</returns>
    public static string? Find() => Candidates().FirstOrDefault(File.Exists);

    private static IEnumerable<string> Candidates()
    {
        if (Path.GetFileName(Environment.ProcessPath) == FileName) yield return Environment.ProcessPath!;
        if (Environment.GetEnvironmentVariable("DOTNET_ROOT") is { Length: > 0 } root) yield return Path.Combine(root, FileName);
        foreach (string folder in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries))
            yield return Path.Combine(folder, FileName);
        // Where the installers of Microsoft and of the distributions put it.
        string[] usual = OperatingSystem.IsWindows()
            ? [Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.ProgramFiles), "dotnet")]
            : ["/usr/share/dotnet", "/usr/lib/dotnet", "/usr/local/share/dotnet"];
        foreach (string folder in usual) yield return Path.Combine(folder, FileName);
    }
}
