using Microsoft.Extensions.Logging;
using Replication.Aws.Sites;
using Replication.Core.Disks;
using Replication.Core.Errors;
using Replication.Core.Platform;
using Replication.Core.Sites;
using Replication.Core.Snapshots;
using Replication.Disks.Guests;
using Replication.Hypervisors.Local;
using Replication.Remote.Sites;
using Replication.Runtime.Hosting;

namespace Replication.Runtime;

/// <summary>Opens sites by kind and keeps them open until the workspace closes.</summary>
internal sealed class SiteFactory(string workspace, IDiskImages images, IStoreOpener stores, Func<StoreAccess> access, TimeProvider time, ILoggerFactory loggers)
    : ISiteFactory, IAsyncDisposable
{
    private readonly Dictionary<string, ISite> _open = new(StringComparer.Ordinal);
    private readonly HoldWatch _watch = new(loggers.CreateLogger<HoldWatch>());

    public async Task<ISite> OpenAsync(SiteDefinition definition, CancellationToken cancellationToken = default)
    {
        ISite? present;
        ISite site;
        lock (_open)
        {
            if (_open.TryGetValue(definition.Id, out present) && HaveSameSettings(present.Definition, definition))
            {
                site = present;
                present = null;
            }
            else
            {
                site = Open(definition);
                _open[definition.Id] = site;
            }
        }

        if (present is not null) await present.DisposeAsync();
        // What it can do is known at the other end alone.
        if (site is RemoteSite remote) await remote.ConnectAsync(cancellationToken);
        return site;
    }

    private ISite Open(SiteDefinition definition) => definition.SiteKind switch
    {
        SiteKind.Local => LocalSite.Open(definition, images, (folder, token) => OpenStoreAsync(folder, LocalSiteSettings.Compresses(definition), token), time, loggers.CreateLogger<LocalSite>(), _watch),
        SiteKind.Aws => AwsSite.Open(definition, () => StateFolder(definition), images, new HiveCompletion(), time, loggers.CreateLogger<AwsSite>()),
        SiteKind.Remote => RemoteSite.Open(definition, time, loggers.CreateLogger<RemoteSite>()),
        _ => throw new ReplicationException(
            "SiteNotUsable", $"Site {definition.Name}", $"Sites of kind {definition.SiteKind} cannot be opened by this version.", "a Local, an Aws or a Remote site."),
    };

    private static bool HaveSameSettings(SiteDefinition one, SiteDefinition other) =>
        one.Settings.Count == other.Settings.Count && one.Settings.All(setting => other.Settings.GetValueOrDefault(setting.Key) == setting.Value);

    /// <summary>
    /// Journals of snapshots that are being written have one writer, the owner; whoever reads beside it keeps apart what a
    /// store wants to write even then.
    /// </summary>
    private string StateFolder(SiteDefinition definition) =>
        Path.Combine(workspace, "aws", FileNames.Safe(definition.Id), access() == StoreAccess.Read ? "reading" : "owner");

    /// <summary>
    /// The owner of the workspace makes and writes stores; whoever is not reads, and sees one that is not there as empty.
    /// </summary>
    private async Task<IReplicaStorage> OpenStoreAsync(string directory, bool compress, CancellationToken cancellationToken)
    {
        StoreAccess mode = access();
        try
        {
            return await stores.OpenAsync(directory, mode, compress, cancellationToken);
        }
        catch (SnapshotStoreException missing) when (mode == StoreAccess.Read && missing.ErrorId == ErrorIds.StoreNotFound)
        {
            return new AbsentStore(directory);
        }
    }

    /// <summary>Closes every site, so that the next one to open it, here or elsewhere, finds its store free.</summary>
    public async Task CloseAllAsync()
    {
        ISite[] sites;
        lock (_open)
        {
            sites = [.. _open.Values];
            _open.Clear();
        }

        foreach (ISite site in sites) await site.DisposeAsync();
    }

    public async ValueTask DisposeAsync() => await CloseAllAsync();
}
