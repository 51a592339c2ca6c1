using System.Net;
using Replication.Core.Errors;
using Replication.Core.Replicas.Certificates;

namespace Replication.Core.Replicas;

/// <summary>What settings of a replica server must be so that it can be one. Most rules wait until it listens; contradictions are refused at once.</summary>
public static class ReplicaServerRules
{
    /// <summary>As Hyper-V takes them.</summary>
    private static readonly TimeSpan[] MonitoringIntervals =
    [
        .. new[] { 1, 2, 3, 4, 6, 8, 12, 24 }.Select(hours => TimeSpan.FromHours(hours)), .. new[] { 2, 3, 4, 5, 6, 7 }.Select(days => TimeSpan.FromDays(days)),
    ];

    /// <summary>The settings in their one form, or a refusal.</summary>
    /// <exception cref="ReplicationException">
    /// EncryptionNeedsCertificate, StorageLocationRequired, TrustAnchorsRequired, CertificateMissing, AccessKeysMissing, ReplicaServerInvalid
    /// </exception>
    public static ReplicaServerSettings Normalize(ReplicaServerSettings settings)
    {
        settings = settings with
        {
            Authentication = [.. settings.Authentication.Distinct().Order()],
            DefaultStorageLocation = settings.DefaultStorageLocation is { Length: > 0 } location ? StorageLocations.Require(location, "The default storage location") : null,
        };
        RequireEncryptionPossible(settings);
        RequireAddresses(settings);
        RequireMonitoring(settings);
        RequirePaths(settings);
        if (settings.MaximumBytesPerSecond < 0 || settings.MaximumBytesPerSecondPerGroup < 0) throw Invalid("A limit of bytes per second is negative.", "0 for none, or more.");
        if (settings.ReplicationAllowedFromAnyServer)
            StorageLocations.Require(settings.DefaultStorageLocation, "Replication from any server");
        if (settings.Listens) RequireServable(settings);
        return settings;
    }

    /// <summary>HVR-15: what Kerberos carries over HTTP is in clear.</summary>
    private static void RequireEncryptionPossible(ReplicaServerSettings settings)
    {
        if (settings.Authentication.Count == 0) throw Invalid("No authentication is allowed.", "at least one of Certificate, AccessKey and Kerberos.");
        if (settings.RequireEncryption && settings.Allows(ReplicaAuthentication.Kerberos))
        {
            throw new ReplicationException(
                ReplicaErrorIds.EncryptionNeedsCertificate, "Replica server", "Kerberos (HTTP) traffic is not encrypted, and encryption is required.", "certificate authentication.",
                "Use certificate authentication.");
        }
    }

    private static void RequireAddresses(ReplicaServerSettings settings)
    {
        if (settings.Address != ReplicaServerSettings.AnyAddress && !IPAddress.TryParse(settings.Address, out _))
            throw Invalid($"'{settings.Address}' is not an address to listen on.", "an IP address of this machine, or * for all.");
        foreach (int port in (int[])[settings.HttpsPort, settings.HttpPort, .. settings.HttpsPortMapping.Values])
        {
            if (port is < 0 or > IPEndPoint.MaxPort) throw Invalid($"{port} is not a port.", $"0 to {IPEndPoint.MaxPort}.");
        }

        if (settings.HttpsPort != 0 && settings.HttpsPort == settings.HttpPort) throw Invalid($"Port {settings.HttpPort} is both with TLS and without.", "two ports.");
        // A node and the broker may run on one machine of the cluster.
        int[] mapped = [.. settings.HttpsPortMapping.Values, .. settings.IsClustered ? [settings.HttpsPort] : Array.Empty<int>()];
        if (mapped.Distinct().Count() < mapped.Length) throw Invalid("Two nodes of the cluster, or a node and the broker, have the same port.", "a port of its own for each node and for the broker.");
    }

    /// <summary>The agent has a working folder of its own, so a relative path would mean another file to it than to who gave it.</summary>
    private static void RequirePaths(ReplicaServerSettings settings)
    {
        string?[] paths = [settings.CertificateKey, settings.TrustAnchors, settings.AccessKeys, .. settings.RevocationLists];
        if (settings.Certificate is { } certificate && !ReplicaServerFiles.IsThumbprint(certificate)) paths = [certificate, .. paths];
        if (paths.OfType<string>().FirstOrDefault(path => !Path.IsPathFullyQualified(path)) is { } relative) throw Invalid($"{relative} is not an absolute path.", "the full path of a file at the server.");
    }

    private static void RequireMonitoring(ReplicaServerSettings settings)
    {
        if (!MonitoringIntervals.Contains(settings.MonitoringInterval))
            throw Invalid($"The monitoring interval is {settings.MonitoringInterval}.", "1, 2, 3, 4, 6, 8, 12 or 24 hours, or 2 to 7 days.");
        if (settings.MonitoringStartTime < TimeSpan.Zero || settings.MonitoringStartTime >= TimeSpan.FromDays(1))
            throw Invalid($"The monitoring starts at {settings.MonitoringStartTime}.", "a time of day.");
    }

    private static void RequireServable(ReplicaServerSettings settings)
    {
        if (settings.Allows(ReplicaAuthentication.Certificate))
        {
            if (settings.Certificate is null) throw MissingCertificate("Certificate authentication is allowed, and the server has no certificate.");
            if (settings.TrustAnchors is null)
            {
                throw new ReplicationException(
                    ReplicaErrorIds.TrustAnchorsRequired, "Replica server", "It has no trust anchors, and would trust no certificate.", "a file with the authorities of the primaries' certificates.");
            }
        }

        if (settings.Allows(ReplicaAuthentication.AccessKey))
        {
            if (settings.AccessKeys is null)
                throw new ReplicationException("AccessKeysMissing", "Replica server", "Access keys are allowed, and it has none.", "a file of access keys.");
            if (settings.RequireEncryption && settings.Certificate is null)
            {
                throw new ReplicationException(
                    ReplicaErrorIds.EncryptionNeedsCertificate, "Replica server", "Encryption is required, and the server has no certificate.", "a certificate with its private key.");
            }
        }

        if (settings.Revocation == RevocationCheck.Lists && settings.RevocationLists.Count == 0)
            throw Invalid("Revocation is checked, and there are no lists.", "a revocation list of each authority.");
    }

    private static ReplicationException MissingCertificate(string found) => new("CertificateMissing", "Replica server", found, "a certificate with its private key.");

    private static ReplicationException Invalid(string found, string needed) => new(ReplicaErrorIds.ReplicaServerInvalid, "Replica server", found, needed);
}
