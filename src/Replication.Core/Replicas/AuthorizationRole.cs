namespace Replication.Core.Replicas;

/// <summary>What an authorization lets somebody do.</summary>
public enum AuthorizationRole
{
    /// <summary>Replicate into the storage of its trust group.</summary>
    Primary,

    /// <summary>Change the server's settings and authorizations from afar; sees no replicas.</summary>
    Administrator,
}
