using Replication.Runtime;
using Replication.Runtime.Hosting;

namespace Replication.Agent.Service;

/// <summary>
/// The parts of an agent, side by side, until it is disposed of. They have a workspace of their own: sites of the host's are closed whenever
/// it lets go of the workspace, and nobody may be reading them then.
/// </summary>
internal sealed class AgentProcess : IAsyncDisposable
{
    private readonly Workspace _workspace;
    private readonly CancellationTokenSource _end = new();
    private readonly IReadOnlyList<PartRun> _runs;
    private readonly Task _running;

    private AgentProcess(Workspace workspace, IReadOnlyList<PartRun> runs)
    {
        _workspace = workspace;
        _runs = runs;
        // Not on the caller's thread: a part may take a while before it waits for the first time.
        _running = Task.WhenAll(runs.Select(run => Task.Run(() => run.RunAsync(_end.Token))));
    }

    public IReadOnlyList<HostPart> Parts => [.. _runs.Select(run => run.Status)];

    public static async Task<AgentProcess> StartAsync(
        WorkspaceOptions options, IReadOnlyList<IAgentPart> parts, CancellationToken cancellationToken)
    {
        Workspace workspace = await Workspace.OpenAsync(options, cancellationToken);
        var context = new AgentContext(workspace, workspace.Service, options.Time, options.Loggers);
        return new AgentProcess(workspace, [.. parts.Select(part => new PartRun(part, context))]);
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _running;
        await _workspace.DisposeAsync();
        _end.Dispose();
    }
}
