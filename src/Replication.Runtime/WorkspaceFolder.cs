namespace Replication.Runtime;

/// <summary>
/// Where a workspace is: REPLICATION_HOME, else ~/.replication, on Windows %ProgramData%\Replication.
/// </summary>
public static class WorkspaceFolder
{
    public const string EnvironmentVariable = "REPLICATION_HOME";

    public static string Default =>
        Environment.GetEnvironmentVariable(EnvironmentVariable) is { Length: > 0 } home ? Path.GetFullPath(home)
        : OperatingSystem.IsWindows() ? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.CommonApplicationData), "Replication")
        : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".replication");
}
