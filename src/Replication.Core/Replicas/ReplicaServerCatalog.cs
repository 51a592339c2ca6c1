using Replication.Core.Catalog;
using Replication.Core.Errors;
using Replication.Core.Groups;

namespace Replication.Core.Replicas;

/// <summary>
/// Settings and authorizations of the replica server that the agent of this workspace is. A running agent follows what is written here. What a
/// remote administrator changes is written down under that administrator's name.
/// </summary>
/// <param name="services">Catalog and clock.</param>
/// <param name="actor">Who works with this workspace.</param>
public sealed class ReplicaServerCatalog(EngineServices services, string actor)
{
    private readonly string _id = services.Place;

    public Task<ReplicaServerState> GetAsync(CancellationToken cancellationToken = default) => services.Catalog.ReadAsync(ReadAsync, cancellationToken);

    /// <exception cref="ReplicationException">What <see cref="ReplicaServerRules.Normalize"/> and <see cref="ReplicaServerFiles.RequireReadable"/> refuse.</exception>
    public Task<ReplicaServerSettings> SetAsync(
        Func<ReplicaServerSettings, ReplicaServerSettings> change, string? onBehalfOf = null, CancellationToken cancellationToken = default) =>
        services.Catalog.TransactAsync(
            async (transaction, token) =>
            {
                ReplicaServerState state = await ReadAsync(transaction, token);
                ReplicaServerSettings changed = ReplicaServerRules.Normalize(change(state.Settings));
                RequireApart(state with { Settings = changed });
                ReplicaServerFiles.RequireReadable(changed);
                await AuditAsync(transaction, "SetReplicaServer", changed.Enabled ? "enabled" : "disabled", onBehalfOf, token);
                return state.Settings.Version == 0 ? await transaction.InsertAsync(changed, token) : await transaction.UpdateAsync(changed, token);
            },
            cancellationToken);

    /// <exception cref="ReplicationException">AnyServerAllowed, AuthorizationInvalid, StorageLocationRequired, StorageLocationOverlaps, DuplicateName</exception>
    public Task<ReplicationAuthorization> AddAuthorizationAsync(
        string primary, AuthorizationRole role, string? storageLocation, string? trustGroup, string? onBehalfOf = null, CancellationToken cancellationToken = default)
    {
        ReplicationAuthorization entry = new ReplicationAuthorization
        {
            Id = Guid.NewGuid().ToString(),
            ServerId = _id,
            AllowedPrimaryServer = primary,
            Role = role,
            ReplicaStorageLocation = storageLocation ?? "",
            TrustGroup = trustGroup ?? "",
        }.Normalize();
        return services.Catalog.TransactAsync(
            async (transaction, token) =>
            {
                ReplicaServerState state = await ReadAsync(transaction, token);
                if (role == AuthorizationRole.Primary && state.Settings.ReplicationAllowedFromAnyServer)
                {
                    throw new ReplicationException(
                        ReplicaErrorIds.AnyServerAllowed, $"Authorization of {entry.AllowedPrimaryServer}", "Every authenticated primary is let in, so the entry would decide nothing.",
                        "a server that lets named primaries in.", "Set ReplicationAllowedFromAnyServer to false first.");
                }

                RequireApart(state with { Authorizations = [.. state.Authorizations, entry] });
                await AuditAsync(transaction, "NewReplicationAuthorization", entry.AllowedPrimaryServer, onBehalfOf, token);
                return await transaction.InsertAsync(entry, token);
            },
            cancellationToken);
    }

    /// <summary>By the name that was allowed.</summary>
    /// <exception cref="ReplicationException">AuthorizationNotFound</exception>
    public async Task<ReplicationAuthorization> GetAuthorizationAsync(string primary, CancellationToken cancellationToken = default)
    {
        string name = PrimaryPattern.Parse(primary).ToString();
        ReplicaServerState state = await GetAsync(cancellationToken);
        return state.Authorizations.FirstOrDefault(entry => entry.AllowedPrimaryServer == name)
            ?? throw new ReplicationException(ReplicaErrorIds.AuthorizationNotFound, $"Authorization of {name}", "There is none.", nextStep: "List the authorizations, or add it.");
    }

    /// <summary>Changes where replicas go from now on. What is there already is not moved.</summary>
    public Task<ReplicationAuthorization> SetAuthorizationAsync(
        ReplicationAuthorization entry, string? storageLocation, string? trustGroup, string? onBehalfOf = null, CancellationToken cancellationToken = default)
    {
        ReplicationAuthorization changed =
            (entry with { ReplicaStorageLocation = storageLocation ?? entry.ReplicaStorageLocation, TrustGroup = trustGroup ?? entry.TrustGroup }).Normalize();
        return services.Catalog.TransactAsync(
            async (transaction, token) =>
            {
                ReplicaServerState state = await ReadAsync(transaction, token);
                RequireApart(state with { Authorizations = [.. state.Authorizations.Where(other => other.Id != changed.Id), changed] });
                await AuditAsync(transaction, "SetReplicationAuthorization", changed.AllowedPrimaryServer, onBehalfOf, token);
                return await transaction.UpdateAsync(changed, token);
            },
            cancellationToken);
    }

    /// <summary>The server refuses that primary from its next request on. Its replicas stay.</summary>
    public Task RemoveAuthorizationAsync(ReplicationAuthorization entry, string? onBehalfOf = null, CancellationToken cancellationToken = default) =>
        services.Catalog.TransactAsync(
            async (transaction, token) =>
            {
                await transaction.DeleteAsync(entry, token);
                await AuditAsync(transaction, "RemoveReplicationAuthorization", entry.AllowedPrimaryServer, onBehalfOf, token);
                return true;
            },
            cancellationToken);

    private async Task<ReplicaServerState> ReadAsync(ICatalogReader reader, CancellationToken cancellationToken) => new(
        await reader.FindAsync<ReplicaServerSettings>(_id, cancellationToken) ?? new ReplicaServerSettings { Id = _id },
        await reader.ListAsync<ReplicationAuthorization>(_id, cancellationToken: cancellationToken));

    private static void RequireApart(ReplicaServerState state)
    {
        IEnumerable<string> folders = state.Authorizations.Where(entry => entry.Role == AuthorizationRole.Primary)
            .Select(entry => TrustGroups.StoreFolder(entry.ReplicaStorageLocation, entry.TrustGroup));
        if (state.Settings.DefaultStorageLocation is { } location) folders = folders.Append(TrustGroups.StoreFolder(location, TrustGroups.Default));
        StorageLocations.RequireApart(folders);
    }

    private Task AuditAsync(ICatalogTransaction transaction, string verb, string target, string? onBehalfOf, CancellationToken cancellationToken) =>
        transaction.AppendAuditAsync(
            new AuditEntry(services.Time.GetUtcNow(), onBehalfOf ?? actor, verb, target, "Succeeded", onBehalfOf is null ? null : "from afar"), cancellationToken);
}
