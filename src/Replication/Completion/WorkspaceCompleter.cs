using System.Collections;
using System.Management.Automation.Language;
using Replication.Core.Errors;
using Replication.Core.Service;
using Replication.Runtime;
using Replication.Sessions;

namespace Replication.Completion;

/// <summary>
/// Completes names that the workspace knows. It reads the catalog and nothing else, so that a key press never waits for a
/// site, and it makes no workspace where there is none.
/// </summary>
public abstract class WorkspaceCompleter : IArgumentCompleter
{
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        string folder = WorkspacePath.Resolve(First(fakeBoundParameters["Workspace"]), SessionPath);
        if (!Directory.Exists(folder)) return [];
        try
        {
            IReadOnlyList<Completion> known = Task.Run(() => ReadAsync(folder, fakeBoundParameters)).GetAwaiter().GetResult();
            return [.. Completion.Matching(known, wordToComplete).Select(match => match.Result)];
        }
        catch (ReplicationException)
        {
            // Pressing a key is no occasion for errors; the command itself will tell.
            return [];
        }
    }

    /// <param name="service">Of the workspace.</param>
    /// <param name="bound">Parameters that stand on the line already.</param>
    internal abstract Task<IEnumerable<Completion>> KnownAsync(ReplicationService service, IDictionary bound);

    /// <summary>The value of a parameter that stands on the line, the first one of several; null where there is none.</summary>
    private protected static string? First(object? value) => value switch
    {
        PSObject wrapped => First(wrapped.BaseObject),
        string { Length: > 0 } text => text,
        IList { Count: > 0 } several => First(several[0]),
        _ => null,
    };

    /// <summary>A path of the session: its location is not that of the process.</summary>
    private static string SessionPath(string path)
    {
        using var shell = PowerShell.Create(RunspaceMode.CurrentRunspace);
        return shell.AddScript("$ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($args[0])").AddArgument(path).Invoke<string>().Single();
    }

    private async Task<IReadOnlyList<Completion>> ReadAsync(string folder, IDictionary bound)
    {
        await using Workspace workspace = await Workspace.OpenAsync(new WorkspaceOptions { Folder = folder });
        return [.. await KnownAsync(workspace.Service, bound)];
    }
}
