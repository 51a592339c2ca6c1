using Microsoft.Extensions.Hosting;

namespace Replication.Agent.Server.Hosting;

/// <summary>Leaves signals alone: who started the server decides when it stops, and the process may be somebody's own.</summary>
internal sealed class NoLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
