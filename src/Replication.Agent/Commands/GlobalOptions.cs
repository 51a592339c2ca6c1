using System.CommandLine;
using Replication.Runtime;

namespace Replication.Agent.Commands;

/// <summary>Options of every command.</summary>
internal static class GlobalOptions
{
    public static Option<bool> Json { get; } = new("--json") { Description = "One JSON document on standard output.", Recursive = true };

    public static Option<string?> Workspace { get; } = new("--workspace")
    {
        Description = "Folder of the workspace (default: REPLICATION_HOME, else ~/.replication).",
        Recursive = true,
    };

    public static Option<string?> Catalog { get; } = new("--catalog")
    {
        Description = "Address of a shared catalog on PostgreSQL (default: REPLICATION_CATALOG, else what the workspace has).",
        DefaultValueFactory = _ => Environment.GetEnvironmentVariable(WorkspaceCatalog.EnvironmentVariable),
        Recursive = true,
    };

    public static Option<bool> Plan { get; } = new("--plan") { Description = "Print what would be done and change nothing.", Recursive = true };

    public static Option<bool> Detach { get; } = new("--detach")
    {
        Description = "Have the workspace's host run the job, say its id and return.",
        Recursive = true,
    };

    public static IReadOnlyList<Option> All { get; } = [Json, Workspace, Catalog, Plan, Detach];

    public static WorkspaceOptions Options(ParseResult parsed) => new() { Folder = Folder(parsed), Catalog = parsed.GetValue(Catalog) };

    public static string Folder(ParseResult parsed) => parsed.GetValue(Workspace) is { } named ? Path.GetFullPath(named) : WorkspaceFolder.Default;
}
