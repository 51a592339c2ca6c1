using System.Collections;
using System.Management.Automation.Language;
using Replication.Core.Errors;
using Replication.Core.Service;
using Replication.Runtime;

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
        string folder = fakeBoundParameters["Workspace"] is string given && given.Length > 0 ? Path.GetFullPath(given) : WorkspaceFolder.Default;
        if (!Directory.Exists(folder)) return [];
        try
        {
            IReadOnlyList<Completion> known = Task.Run(() => ReadAsync(folder, fakeBoundParameters)).GetAwaiter().GetResult();
            return [.. Completion.Matching(known, wordToComplete).Select(match => new CompletionResult(match.Quoted, match.Text, CompletionResultType.ParameterValue, match.ToolTip))];
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

    private async Task<IReadOnlyList<Completion>> ReadAsync(string folder, IDictionary bound)
    {
        await using Workspace workspace = await Workspace.OpenAsync(new WorkspaceOptions { Folder = folder });
        return [.. await KnownAsync(workspace.Service, bound)];
    }
}
