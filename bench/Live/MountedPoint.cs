using System.Text.Json;
using Replication.Bench.Ours;

namespace Replication.Bench.Live;

/// <summary>The newest point of a replica's VM, mounted by the command line and served by the workspace's host until it is disposed of.</summary>
internal sealed class MountedPoint : IAsyncDisposable
{
    private readonly Replica _replica;
    private readonly string _id;

    private MountedPoint(Replica replica, string id, string uri, double seconds)
    {
        _replica = replica;
        _id = id;
        Uri = uri;
        Seconds = seconds;
    }

    public string Uri { get; }

    /// <summary>Of the command, with the start of the host.</summary>
    public double Seconds { get; }

    public static async Task<MountedPoint> MountAsync(Replica replica, CancellationToken cancellationToken)
    {
        (_, double seconds) = await Cli.RunAsync(replica.Workspace, cancellationToken, "mount", "vm");
        JsonElement listed = (await Cli.RunAsync(replica.Workspace, cancellationToken, "mounts")).Json[0];
        JsonElement disk = listed.GetProperty("serving").GetProperty("exports")[0];
        return new MountedPoint(replica, listed.GetProperty("mount").GetProperty("id").GetString()!, disk.GetProperty("uri").GetString()!, seconds);
    }

    /// <summary>Ends the host as well: the next one begins with empty memory.</summary>
    public async ValueTask DisposeAsync()
    {
        await Cli.RunAsync(_replica.Workspace, CancellationToken.None, "unmount", _id);
        await Cli.RunAsync(_replica.Workspace, CancellationToken.None, "host", "stop");
    }
}
