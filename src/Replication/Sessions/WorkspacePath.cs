using Replication.Runtime;

namespace Replication.Sessions;

/// <summary>Which workspace a command works with: the one it is told, else that of the session's environment.</summary>
internal static class WorkspacePath
{
    /// <param name="given">Value of -Workspace.</param>
    /// <param name="resolve">Turns a path of the session, drives and all, into one of the file system.</param>
    public static string Resolve(string? given, Func<string, string> resolve) => string.IsNullOrEmpty(given) ? WorkspaceFolder.Default : resolve(given);
}
