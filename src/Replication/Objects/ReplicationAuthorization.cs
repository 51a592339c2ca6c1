namespace Replication.Objects;

/// <summary>Who may replicate to a replica server, or administer it.</summary>
public sealed class ReplicationAuthorization
{
    internal ReplicationAuthorization(EngineAuthorization entry)
    {
        AllowedPrimaryServer = entry.AllowedPrimaryServer;
        Role = entry.Role.ToString();
        ReplicaStorageLocation = entry.ReplicaStorageLocation;
        TrustGroup = entry.TrustGroup;
    }

    /// <summary>Full name of a host, or *.domain.</summary>
    public string AllowedPrimaryServer { get; }

    /// <summary>Primary or Administrator.</summary>
    public string Role { get; }

    /// <summary>Folder at the server; empty for administrators.</summary>
    public string ReplicaStorageLocation { get; }

    /// <summary>Whom it shares its replicas with; empty for administrators.</summary>
    public string TrustGroup { get; }

    public override string ToString() => AllowedPrimaryServer;
}
