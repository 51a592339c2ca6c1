using Replication.Agent.Server.Hosting;
using Replication.Core.Errors;

namespace Replication.Agent.Server.ReplicationV1.Machines;

/// <summary>The part of /replication/v1 about machines and their disks (docs/protocol.md). What a tenant sees is the site of its region, and nothing else.</summary>
internal sealed class MachineEndpoints : IAsyncDisposable
{
    private readonly RunningWork _work = new();
    private readonly DiskSessions _sessions;
    private readonly MachineOperations _machines;
    private readonly SessionOperations _disks;

    public MachineEndpoints(TimeProvider time)
    {
        _sessions = new DiskSessions(time);
        _machines = new MachineOperations(_work, time);
        _disks = new SessionOperations(_sessions, _work, time);
    }

    /// <summary>Null when the path is none of its own.</summary>
    public Task? Route(ServerRequest request, string[] parts)
    {
        Task? answer = (request.Http.Request.Method, parts) switch
        {
            ("GET", ["site"]) => MachineOperations.DescribeAsync(request),
            ("GET", ["machines"]) => MachineOperations.ListAsync(request),
            ("GET", ["machines", var id]) => MachineOperations.FindAsync(request, id),
            ("PUT", ["machines", var id]) => _machines.CreateAsync(request, id),
            ("DELETE", ["machines", var id]) => _machines.DeleteAsync(request, id),
            ("POST", ["machines", var id, "start"]) => MachineOperations.StartAsync(request, id),
            ("POST", ["machines", var id, "stop"]) => MachineOperations.StopAsync(request, id),
            ("POST", ["machines", var id, "shutdown"]) => _machines.ShutDownAsync(request, id),
            ("POST", ["machines", var id, "release"]) => MachineOperations.ReleaseAsync(request, id),
            ("GET", ["machines", var id, "console"]) => MachineOperations.ReadConsoleAsync(request, id),
            ("GET", ["machines", var id, "disks", var disk, "allocated"]) => MachineOperations.MeasureAsync(request, id, Uri.UnescapeDataString(disk)),
            ("POST", ["machines", var id, "disks", var disk, "hash"]) => _machines.HashAsync(request, id, Uri.UnescapeDataString(disk)),
            ("POST", ["machines", var id, "disks", var disk, "update"]) => _machines.UpdateAsync(request, id, Uri.UnescapeDataString(disk)),
            ("PUT", ["sessions", var id]) => _disks.OpenAsync(request, id),
            ("DELETE", ["sessions", var id]) => _disks.CloseAsync(request, id),
            ("POST", ["sessions", var id, "check"]) => _disks.CheckAsync(request, id),
            ("GET", ["sessions", var id, var image, var disk, "extents"]) => _disks.ListExtentsAsync(request, id, image, disk),
            ("GET", ["sessions", var id, var image, var disk, "blocks", var index]) => _disks.ReadBlockAsync(request, id, image, disk, index),
            _ => null,
        };
        return answer is null ? null : TranslateAsync(answer);
    }

    public async ValueTask DisposeAsync()
    {
        await _work.DisposeAsync();
        await _sessions.DisposeAsync();
    }

    private static async Task TranslateAsync(Task answer)
    {
        try
        {
            await answer;
        }
        catch (ReplicationException error)
        {
            throw MachineErrors.Translate(error);
        }
    }
}
