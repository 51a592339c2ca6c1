using System.Collections;
using System.Globalization;
using Replication.Core.Replicas;
using Replication.Core.Replicas.Certificates;
using Replication.Core.Replicas.Remote;
using Replication.Objects;

namespace Replication.Commands.Replicas;

/// <summary>Sets a replica server up; its agent follows.</summary>
[Cmdlet(VerbsCommon.Set, "ReplicaServer", SupportsShouldProcess = true)]
[OutputType(typeof(ReplicaServer))]
public sealed class SetReplicaServerCommand : ReplicaServerCommand
{
    [Parameter(Position = 0)]
    [Alias("RepEnabled")]
    public bool? ReplicationEnabled { get; set; }

    [Parameter(Position = 1)]
    [Alias("AuthType")]
    [ValidateSet(nameof(ReplicaAuthentication.Certificate), nameof(ReplicaAuthentication.AccessKey), nameof(ReplicaAuthentication.Kerberos))]
    public string[]? AllowedAuthenticationType { get; set; }

    [Parameter(Position = 2)]
    [Alias("AllowAnyServer")]
    public bool? ReplicationAllowedFromAnyServer { get; set; }

    [Parameter]
    public bool? RemoteAdministration { get; set; }

    [Parameter]
    public bool? RequireEncryption { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Address { get; set; }

    [Parameter]
    [Alias("CertificateAuthenticationPort")]
    [ValidateRange(0, 65535)]
    public int? HttpsPort { get; set; }

    [Parameter]
    [Alias("KerberosAuthenticationPort")]
    [ValidateRange(0, 65535)]
    public int? HttpPort { get; set; }

    [Parameter]
    [Alias("CertificateAuthenticationPortMapping")]
    public Hashtable? HttpsPortMapping { get; set; }

    [Parameter]
    [Alias("CertificateThumbprint", "Thumbprint")]
    public string? Certificate { get; set; }

    [Parameter]
    public string? CertificateKey { get; set; }

    [Parameter]
    public string? TrustAnchors { get; set; }

    [Parameter]
    [AllowEmptyCollection]
    public string[]? RevocationList { get; set; }

    [Parameter]
    public string? AccessKeys { get; set; }

    [Parameter]
    [Alias("StorageLoc")]
    public string? DefaultStorageLocation { get; set; }

    [Parameter]
    public TimeSpan? MonitoringInterval { get; set; }

    [Parameter]
    public TimeSpan? MonitoringStartTime { get; set; }

    [Parameter]
    [ValidateRange(0, long.MaxValue)]
    public long? MaximumBytesPerSecond { get; set; }

    [Parameter]
    [ValidateRange(0, long.MaxValue)]
    public long? MaximumBytesPerSecondPerGroup { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? ComputerName { get; set; }

    [Parameter]
    public SwitchParameter PassThru { get; set; }

    protected override Task ProcessAsync() => AttemptAsync(ComputerName, async () =>
    {
        using IReplicaAdministration server = await OpenAsync(ComputerName);
        ReplicaServerDocument present = await server.GetAsync(StopToken);
        ReplicaServerChange change = Change();
        ReplicaServerRules.Normalize(change.Apply(present.Settings));
        if (!await ShouldAsync(ComputerName ?? present.Host.Name, "Set up the replica server")) return;
        await server.SetAsync(change, StopToken);
        if (PassThru) await WriteAsync(new ReplicaServer(await server.GetAsync(StopToken), ComputerName));
    });

    private ReplicaServerChange Change() => new()
    {
        Enabled = ReplicationEnabled,
        RemoteAdministration = RemoteAdministration,
        Authentication = AllowedAuthenticationType?.Select(name => Enum.Parse<ReplicaAuthentication>(name, ignoreCase: true)).ToArray(),
        Address = Address,
        HttpsPort = HttpsPort,
        HttpPort = HttpPort,
        HttpsPortMapping = HttpsPortMapping?.Cast<DictionaryEntry>().ToDictionary(
            entry => Convert.ToString(entry.Key, CultureInfo.InvariantCulture)!, entry => Convert.ToInt32(entry.Value, CultureInfo.InvariantCulture)),
        Certificate = Certificate,
        CertificateKey = CertificateKey,
        TrustAnchors = TrustAnchors,
        Revocation = RevocationList is null ? null : RevocationList.Length > 0 ? RevocationCheck.Lists : RevocationCheck.None,
        RevocationLists = RevocationList,
        AccessKeys = AccessKeys,
        DefaultStorageLocation = DefaultStorageLocation,
        ReplicationAllowedFromAnyServer = ReplicationAllowedFromAnyServer,
        MonitoringInterval = MonitoringInterval,
        MonitoringStartTime = MonitoringStartTime,
        MaximumBytesPerSecond = MaximumBytesPerSecond,
        MaximumBytesPerSecondPerGroup = MaximumBytesPerSecondPerGroup,
        RequireEncryption = RequireEncryption,
    };
}
