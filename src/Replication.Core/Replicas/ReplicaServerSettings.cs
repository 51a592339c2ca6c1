using Replication.Core.Catalog;
using Replication.Core.Replicas.Certificates;

namespace Replication.Core.Replicas;

/// <summary>How the agent of this workspace serves as a replica server. Files are named, never copied: no secret is here.</summary>
public sealed record ReplicaServerSettings : ICatalogEntity
{
    /// <summary>Those of 'replication serve'. 443 and 80 belong to others on a Hyper-V host, and to root elsewhere.</summary>
    public const int DefaultHttpsPort = 9601;

    public const int DefaultHttpPort = 9600;

    /// <summary>Every address of the machine.</summary>
    public const string AnyAddress = "*";

    public static string Kind => "replica_servers";

    public static bool NameIsUnique => true;

    /// <summary>The workspace whose agent it is: machine and folder.</summary>
    public required string Id { get; init; }

    public string Name => Id;

    /// <summary>Accepts nothing from anybody until somebody says so (HVR-19).</summary>
    public bool Enabled { get; init; }

    /// <summary>Listens for administrators also while it is not enabled; primaries are then told that it is not.</summary>
    public bool RemoteAdministration { get; init; }

    public IReadOnlyList<ReplicaAuthentication> Authentication { get; init; } = [ReplicaAuthentication.Certificate];

    /// <summary>An IP address of this machine, or * for all.</summary>
    public string Address { get; init; } = AnyAddress;

    /// <summary>Certificates, and access keys over TLS. 0 lets the system choose.</summary>
    public int HttpsPort { get; init; } = DefaultHttpsPort;

    /// <summary>Access keys and Kerberos in clear, where encryption is not required. 0 lets the system choose.</summary>
    public int HttpPort { get; init; } = DefaultHttpPort;

    /// <summary>Of a cluster: the HTTPS port of each node by its name, all different, as the broker's is. Empty on a machine of its own.</summary>
    public IReadOnlyDictionary<string, int> HttpsPortMapping { get; init; } = new Dictionary<string, int>();

    /// <summary>The server's certificate: PFX or PEM file, or a thumbprint in the machine's store on Windows.</summary>
    public string? Certificate { get; init; }

    /// <summary>PEM file of its key, where that is not in the same file.</summary>
    public string? CertificateKey { get; init; }

    /// <summary>Authorities that clients' certificates must come from; none other counts.</summary>
    public string? TrustAnchors { get; init; }

    public RevocationCheck Revocation { get; init; }

    public IReadOnlyList<string> RevocationLists { get; init; } = [];

    /// <summary>File of access keys.</summary>
    public string? AccessKeys { get; init; }

    public string? DefaultStorageLocation { get; init; }

    /// <summary>Every primary that authenticates is let in, to the default storage location and the trust group DEFAULT.</summary>
    public bool ReplicationAllowedFromAnyServer { get; init; }

    /// <summary>Span over which the traffic of primaries is counted (<see cref="Remote.MonitoredActivity"/>).</summary>
    public TimeSpan MonitoringInterval { get; init; } = TimeSpan.FromHours(12);

    /// <summary>Time of day at which the first span begins.</summary>
    public TimeSpan MonitoringStartTime { get; init; } = TimeSpan.FromHours(9);

    /// <summary>Bytes per second that all primaries together may send, and be sent; 0 for no limit.</summary>
    public long MaximumBytesPerSecond { get; init; }

    /// <summary>The same for each trust group.</summary>
    public long MaximumBytesPerSecondPerGroup { get; init; }

    /// <summary>Nothing is accepted in clear.</summary>
    public bool RequireEncryption { get; init; } = true;

    public string? OwnerId => null;

    public string? State => null;

    public long Version { get; init; }

    public bool IsClustered => HttpsPortMapping.Count > 0;

    /// <summary>Whether it listens for anybody.</summary>
    public bool Listens => Enabled || RemoteAdministration;

    public bool Allows(ReplicaAuthentication authentication) => Authentication.Contains(authentication);

    /// <summary>Whether the port without TLS is served.</summary>
    public bool ServesClear => !RequireEncryption && (Allows(ReplicaAuthentication.AccessKey) || Allows(ReplicaAuthentication.Kerberos));

    /// <summary>Whether the port with TLS is served.</summary>
    public bool ServesTls => Allows(ReplicaAuthentication.Certificate) || (Allows(ReplicaAuthentication.AccessKey) && Certificate is not null);

    /// <summary>The port with TLS on a machine of this name.</summary>
    public int HttpsPortOf(string machine) =>
        HttpsPortMapping.FirstOrDefault(entry => string.Equals(entry.Key, machine, StringComparison.OrdinalIgnoreCase)) is { Key: not null } mapped ? mapped.Value : HttpsPort;

    public ICatalogEntity WithVersion(long version) => this with { Version = version };
}
