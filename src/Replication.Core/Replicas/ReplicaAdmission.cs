using Replication.Core.Errors;

namespace Replication.Core.Replicas;

/// <summary>Whom a replica server lets in once it is known who they are (HVR-32). No I/O: asked for every request.</summary>
public sealed class ReplicaAdmission
{
    private readonly ReplicaServerSettings _settings;
    private readonly string _server;
    private readonly (PrimaryPattern Pattern, ReplicationAuthorization Entry)[] _primaries;
    private readonly HashSet<string> _administrators;

    /// <param name="state">Settings and entries.</param>
    /// <param name="server">Name of the server, for what it says.</param>
    public ReplicaAdmission(ReplicaServerState state, string server)
    {
        _settings = state.Settings;
        _server = server;
        // A host that is named itself comes before the domain that it belongs to.
        _primaries =
        [
            .. state.Authorizations.Where(entry => entry.Role == AuthorizationRole.Primary)
                .Select(entry => (Pattern: PrimaryPattern.Parse(entry.AllowedPrimaryServer), Entry: entry)).OrderBy(entry => entry.Pattern.IsWildcard),
        ];
        _administrators = state.Authorizations.Where(entry => entry.Role == AuthorizationRole.Administrator).Select(entry => entry.AllowedPrimaryServer).ToHashSet(StringComparer.Ordinal);
    }

    public bool IsAdministrator(IEnumerable<string> names) => names.Any(_administrators.Contains);

    /// <param name="names">Names that the primary has proved to have, in the form that DNS compares; at least one.</param>
    /// <param name="trustGroup">The only group that its credential is good for; null for any.</param>
    /// <exception cref="ReplicationException">ReplicaServerDisabled, NotAuthorized</exception>
    public ReplicaTenant RequirePrimary(IReadOnlyList<string> names, string? trustGroup = null)
    {
        if (!_settings.Enabled)
        {
            throw new ReplicationException(
                ReplicaErrorIds.ReplicaServerDisabled, $"Server {_server}", "It is not enabled as a replica server.", "a server that is.", "Enable it with Set-ReplicaServer.");
        }

        ReplicaTenant? tenant = _settings.ReplicationAllowedFromAnyServer
            ? Tenant(names[0], _settings.DefaultStorageLocation!, TrustGroups.Default)
            : Named(names);
        return tenant is not null && (trustGroup is null || TrustGroups.AreSame(trustGroup, tenant.TrustGroup)) ? tenant : throw NotAuthorized(names);
    }

    private ReplicaTenant? Named(IReadOnlyList<string> names)
    {
        foreach ((PrimaryPattern pattern, ReplicationAuthorization entry) in _primaries)
        {
            if (names.FirstOrDefault(pattern.Matches) is { } name) return Tenant(name, entry.ReplicaStorageLocation, entry.TrustGroup);
        }

        return null;
    }

    private static ReplicaTenant Tenant(string primary, string location, string trustGroup) => new(primary, trustGroup, location);

    private ReplicationException NotAuthorized(IReadOnlyList<string> names) => new(
        ReplicaErrorIds.NotAuthorized, string.Join(", ", names), $"'{names[0]}' is not authorised on '{_server}'.", "an authorization entry.", "Add one with New-ReplicationAuthorization.");
}
