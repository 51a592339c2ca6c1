using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using Replication.Core.Disks;
using Replication.Core.Errors;
using Replication.Core.Mounts;
using Replication.Core.Sites;
using Replication.Core.Snapshots;
using Replication.Disks.Nbd;

namespace Replication.Runtime.Mounts;

/// <summary>
/// The disks of one mount, open and served until it is disposed of. It opens its site for itself: the workspace's own is
/// closed whenever somebody begins or ends to own the workspace.
/// </summary>
internal sealed class ServedMount : IAsyncDisposable
{
    private readonly Stack<IAsyncDisposable> _open = new();

    private ServedMount(PointMount mount) => Mount = mount;

    public PointMount Mount { get; }

    public IReadOnlyList<MountExport> Exports { get; private set; } = [];

    /// <param name="mount">What to serve.</param>
    /// <param name="definition">Site that holds its snapshots.</param>
    /// <param name="parts">What all mounts share.</param>
    /// <param name="cancellationToken">Ends it; nothing stays open.</param>
    public static async Task<ServedMount> OpenAsync(PointMount mount, SiteDefinition definition, MountParts parts, CancellationToken cancellationToken)
    {
        var served = new ServedMount(mount);
        try
        {
            await served.OpenAsync(definition, parts, cancellationToken);
            return served;
        }
        catch
        {
            await served.DisposeAsync();
            throw;
        }
    }

    /// <summary>First the server, which waits for what is under way, then what it read and wrote.</summary>
    public async ValueTask DisposeAsync()
    {
        while (_open.TryPop(out IAsyncDisposable? last)) await last.DisposeAsync();
    }

    private async Task OpenAsync(SiteDefinition definition, MountParts parts, CancellationToken cancellationToken)
    {
        SiteFactory sites = parts.OpenSites();
        _open.Push(sites);
        ISite site = await sites.OpenAsync(definition, cancellationToken);
        ISnapshotStore store = await site.OpenStoreAsync(cancellationToken);
        var exports = new NbdExports();
        foreach (MountDisk disk in Mount.Disks) exports.Add(disk.DiskId, new NbdExport(await OpenAsync(disk, store, parts, cancellationToken)));
        NbdServer server = Start(exports, parts);
        _open.Push(server);
        Exports =
        [
            .. Mount.Disks.Select(disk => new MountExport(
                disk.DiskId, server.AddressOf(disk.DiskId).ToString(), disk.Length, Mount.Writable, IsLasting(parts))),
        ];
    }

    private bool IsLasting(MountParts parts) => Mount.TcpPort is { } port ? port > 0 : parts.Folders.IsInWorkspace(parts.SocketFolder);

    private async Task<IDiskView> OpenAsync(MountDisk disk, ISnapshotStore store, MountParts parts, CancellationToken cancellationToken)
    {
        ISnapshotReader reader = await store.OpenAsync(disk.SnapshotId, cancellationToken);
        var snapshot = new CachedSnapshotView(reader, disk.LogicalSectorSize, parts.Blocks);
        _open.Push(snapshot);
        if (!Mount.Writable) return snapshot;
        IOverlayDisk overlay = parts.Overlays.Open(parts.Folders.Of(Mount, disk), new OverlayBase(disk.ContentId, disk.Length), snapshot);
        _open.Push(overlay);
        return overlay;
    }

    private NbdServer Start(NbdExports exports, MountParts parts)
    {
        EndPoint place = Mount.TcpPort is { } port ? new IPEndPoint(IPAddress.Loopback, port)
            : new UnixDomainSocketEndPoint(Path.Combine(parts.SocketFolder, Mount.Id));
        ILogger log = parts.Loggers.CreateLogger($"{nameof(ServedMount)}.{Mount.Id}");
        return NbdServer.Start(place, exports, new NbdServerOptions { Time = parts.Time }, log);
    }
}
