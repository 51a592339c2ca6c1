using System.Text.Json.Serialization;
using Replication.Core.Replicas.Certificates;

namespace Replication.Core.Replicas;

/// <summary>What is to change of a replica server's settings; null leaves a value as it is, an empty text takes it away. From a shell or from afar.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record ReplicaServerChange
{
    public bool? Enabled { get; init; }

    public bool? RemoteAdministration { get; init; }

    public IReadOnlyList<ReplicaAuthentication>? Authentication { get; init; }

    public string? Address { get; init; }

    public int? HttpsPort { get; init; }

    public int? HttpPort { get; init; }

    public IReadOnlyDictionary<string, int>? HttpsPortMapping { get; init; }

    public string? Certificate { get; init; }

    public string? CertificateKey { get; init; }

    public string? TrustAnchors { get; init; }

    public RevocationCheck? Revocation { get; init; }

    public IReadOnlyList<string>? RevocationLists { get; init; }

    public string? AccessKeys { get; init; }

    public string? DefaultStorageLocation { get; init; }

    public bool? ReplicationAllowedFromAnyServer { get; init; }

    public TimeSpan? MonitoringInterval { get; init; }

    public TimeSpan? MonitoringStartTime { get; init; }

    public long? MaximumBytesPerSecond { get; init; }

    public long? MaximumBytesPerSecondPerGroup { get; init; }

    public bool? RequireEncryption { get; init; }

    public ReplicaServerSettings Apply(ReplicaServerSettings settings) => settings with
    {
        Enabled = Enabled ?? settings.Enabled,
        RemoteAdministration = RemoteAdministration ?? settings.RemoteAdministration,
        Authentication = Authentication ?? settings.Authentication,
        Address = Address ?? settings.Address,
        HttpsPort = HttpsPort ?? settings.HttpsPort,
        HttpPort = HttpPort ?? settings.HttpPort,
        HttpsPortMapping = HttpsPortMapping ?? settings.HttpsPortMapping,
        Certificate = Text(Certificate, settings.Certificate),
        CertificateKey = Text(CertificateKey, settings.CertificateKey),
        TrustAnchors = Text(TrustAnchors, settings.TrustAnchors),
        Revocation = Revocation ?? settings.Revocation,
        RevocationLists = RevocationLists ?? settings.RevocationLists,
        AccessKeys = Text(AccessKeys, settings.AccessKeys),
        DefaultStorageLocation = Text(DefaultStorageLocation, settings.DefaultStorageLocation),
        ReplicationAllowedFromAnyServer = ReplicationAllowedFromAnyServer ?? settings.ReplicationAllowedFromAnyServer,
        MonitoringInterval = MonitoringInterval ?? settings.MonitoringInterval,
        MonitoringStartTime = MonitoringStartTime ?? settings.MonitoringStartTime,
        MaximumBytesPerSecond = MaximumBytesPerSecond ?? settings.MaximumBytesPerSecond,
        MaximumBytesPerSecondPerGroup = MaximumBytesPerSecondPerGroup ?? settings.MaximumBytesPerSecondPerGroup,
        RequireEncryption = RequireEncryption ?? settings.RequireEncryption,
    };

    private static string? Text(string? changed, string? present) => changed is null ? present : changed.Length == 0 ? null : changed;
}
