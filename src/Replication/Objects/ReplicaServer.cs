using Replication.Core.Replicas;
using Replication.Core.Replicas.Remote;

namespace Replication.Objects;

/// <summary>How a replica server is set up, and what primaries do there.</summary>
public sealed class ReplicaServer
{
    /// <param name="document">The server.</param>
    /// <param name="computerName">The name by which it was reached; null for this workspace's own.</param>
    internal ReplicaServer(ReplicaServerDocument document, string? computerName)
    {
        ReplicaServerSettings settings = document.Settings;
        ComputerName = computerName;
        HostName = document.Host.Name;
        ReplicationEnabled = settings.Enabled;
        RemoteAdministration = settings.RemoteAdministration;
        AllowedAuthenticationType = [.. settings.Authentication.Select(authentication => authentication.ToString())];
        RequireEncryption = settings.RequireEncryption;
        Address = settings.Address;
        HttpsPort = settings.HttpsPort;
        HttpPort = settings.HttpPort;
        HttpsPortMapping = new Dictionary<string, int>(settings.HttpsPortMapping);
        Certificate = settings.Certificate;
        TrustAnchors = settings.TrustAnchors;
        RevocationLists = [.. settings.RevocationLists];
        AccessKeys = settings.AccessKeys;
        DefaultStorageLocation = settings.DefaultStorageLocation;
        ReplicationAllowedFromAnyServer = settings.ReplicationAllowedFromAnyServer;
        MonitoringInterval = settings.MonitoringInterval;
        MonitoringStartTime = settings.MonitoringStartTime;
        MaximumBytesPerSecond = settings.MaximumBytesPerSecond;
        MaximumBytesPerSecondPerGroup = settings.MaximumBytesPerSecondPerGroup;
        AuthorizationEntries = [.. document.Authorizations.Select(entry => new ReplicationAuthorization(entry))];
        Activity = [.. document.Activity.Select(activity => new ReplicaServerActivity(activity))];
        Refusals = new Dictionary<string, long>(document.Refusals);
    }

    /// <summary>The name by which it was reached; null for this workspace's own.</summary>
    public string? ComputerName { get; }

    public string HostName { get; }

    public bool ReplicationEnabled { get; }

    public bool RemoteAdministration { get; }

    /// <summary>Certificate, AccessKey, Kerberos.</summary>
    public string[] AllowedAuthenticationType { get; }

    public bool RequireEncryption { get; }

    public string Address { get; }

    public int HttpsPort { get; }

    public int HttpPort { get; }

    public IReadOnlyDictionary<string, int> HttpsPortMapping { get; }

    /// <summary>Path at the server, or thumbprint.</summary>
    public string? Certificate { get; }

    public string? TrustAnchors { get; }

    /// <summary>Paths at the server; empty where revocation is not checked.</summary>
    public string[] RevocationLists { get; }

    public string? AccessKeys { get; }

    public string? DefaultStorageLocation { get; }

    public bool ReplicationAllowedFromAnyServer { get; }

    public TimeSpan MonitoringInterval { get; }

    public TimeSpan MonitoringStartTime { get; }

    /// <summary>0 for no limit.</summary>
    public long MaximumBytesPerSecond { get; }

    /// <summary>0 for no limit.</summary>
    public long MaximumBytesPerSecondPerGroup { get; }

    public ReplicationAuthorization[] AuthorizationEntries { get; }

    /// <summary>What primaries did since the server listens; known of a server that was asked by -ComputerName.</summary>
    public ReplicaServerActivity[] Activity { get; }

    /// <summary>How often each error id was answered since then.</summary>
    public IReadOnlyDictionary<string, long> Refusals { get; }

    public override string ToString() => ComputerName ?? HostName;
}
