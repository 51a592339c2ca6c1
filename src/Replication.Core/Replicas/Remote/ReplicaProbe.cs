using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using Replication.Core.Errors;
using Replication.Core.Replicas.Certificates;
using Replication.Core.Rules;

namespace Replication.Core.Replicas.Remote;

/// <summary>
/// Asks from the primary's side whether a replica server would take its replicas, a step after the other (HVR-13 to 19, 32, 33), and names the first
/// thing that stands in the way. Steps behind it are Unknown. At the server it makes nothing but the store of the trust group, where that is missing.
/// </summary>
public sealed class ReplicaProbe(ReplicaTarget target, ReplicaHost self, TimeProvider time)
{
    private const int Protocol = 1;

    /// <summary>Signatures are worth nothing beyond it, as everywhere with Signature Version 4.</summary>
    private static readonly TimeSpan MaximumSkew = TimeSpan.FromMinutes(15);

    private readonly List<Finding> _findings = [];

    /// <summary>Below it a warning: one disk's first delta may be more.</summary>
    public long LowFreeBytes { get; init; } = 10L << 30;

    /// <exception cref="ReplicationException">CertificateInvalid, TrustFileInvalid: files on this side.</exception>
    public async Task<IReadOnlyList<Finding>> RunAsync(CancellationToken cancellationToken = default)
    {
        (OwnCertificate own, CertificateTrust trust) = target.Load();
        using (own)
        {
            bool isReached = await ResolveAsync(cancellationToken) is { } addresses && await ConnectAsync(addresses, own, trust, cancellationToken);
            ReplicaAccess? access = isReached ? await AccessAsync(cancellationToken) : null;
            Judge(access);
        }

        return _findings;
    }

    private async Task<IPAddress[]?> ResolveAsync(CancellationToken cancellationToken)
    {
        try
        {
            IPAddress[] addresses = await Dns.GetHostAddressesAsync(target.Host, cancellationToken);
            Add("HVR-13", ReplicaErrorIds.HostNotResolved, addresses.Length > 0, string.Join(", ", addresses.AsEnumerable()), "an address for the name.", "Check the name, and the DNS of this machine.");
            return addresses.Length > 0 ? addresses : null;
        }
        catch (SocketException error)
        {
            Add("HVR-13", ReplicaErrorIds.HostNotResolved, false, error.Message, "an address for the name.", "Check the name, and the DNS of this machine.");
            return null;
        }
    }

    private async Task<bool> ConnectAsync(IPAddress[] addresses, OwnCertificate own, CertificateTrust trust, CancellationToken cancellationToken)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            limit.CancelAfter(target.Timeout);
            await socket.ConnectAsync(addresses, target.Port, limit.Token);
            Add("HVR-14", ReplicaErrorIds.PortClosed, true, $"Port {target.Port} is open.", "an open port.", "");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            Closed($"No answer on port {target.Port} for {target.Timeout.TotalSeconds:0} s: filtered by a firewall, or the machine is down.");
            return false;
        }
        catch (SocketException error) when (error.SocketErrorCode is SocketError.ConnectionRefused)
        {
            Closed($"Port {target.Port} is refused: nothing listens there, or a firewall rejects it.");
            return false;
        }
        catch (SocketException error)
        {
            // A firewall that says "prohibited" and a router that has no way are one to the system: a host that cannot be reached.
            Add(
                "HVR-13", ReplicaErrorIds.ReplicaUnreachable, false, $"{error.Message}: there is no way to it, or a firewall on the way forbids port {target.Port}.", "a way to the server.",
                "Check the network between both sites, and the rules of its firewalls.");
            return false;
        }

        return await ShakeHandsAsync(socket, own, trust, cancellationToken);
    }

    private async Task<bool> ShakeHandsAsync(Socket socket, OwnCertificate own, CertificateTrust trust, CancellationToken cancellationToken)
    {
        var tls = new ReplicaTlsClient(target.Host, own, trust, time);
        await using var stream = new SslStream(new NetworkStream(socket));
        try
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            limit.CancelAfter(target.Timeout);
            await stream.AuthenticateAsClientAsync(tls.Options(), limit.Token);
            Add("HVR-18", ReplicaErrorIds.TlsHandshakeFailed, true, $"{stream.SslProtocol}, server certificate {stream.RemoteCertificate!.Subject}.", "TLS 1.2 or later.", "");
            return true;
        }
        catch (Exception) when (tls.Refusal is not null && !cancellationToken.IsCancellationRequested)
        {
            ReplicationException refusal = tls.Refusal;
            Add("HVR-16", refusal.ErrorId, false, $"{refusal.Target}: {refusal.Found}", refusal.Needed ?? "", refusal.NextStep ?? "Have the server's administrator give it another certificate.");
        }
        catch (Exception error) when (error is AuthenticationException or IOException || (error is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            Add("HVR-18", ReplicaErrorIds.TlsHandshakeFailed, false, error.GetBaseException().Message, "a server that speaks TLS 1.2 or later.", "Check that this is the port of the replica server.");
        }

        return false;
    }

    private async Task<ReplicaAccess?> AccessAsync(CancellationToken cancellationToken)
    {
        using var client = new ReplicaServerClient(target, time);
        try
        {
            return await client.GetAccessAsync(cancellationToken);
        }
        catch (ReplicationException refused)
        {
            Add(RuleOf(refused.ErrorId), refused.ErrorId, false, refused.Found, "access to the server.", "Ask the administrator of the replica server.");
            return null;
        }
    }

    private void Judge(ReplicaAccess? access)
    {
        if (access is null)
        {
            _findings.Add(new Finding("HVR-32", ReplicaErrorIds.NotAuthorized, FindingStatus.Unknown, FindingSeverity.Error, target.ToString(), "Not asked: something stands before it.", "an authorization.", ""));
            return;
        }

        bool isPrimary = access.TrustGroup is not null;
        Add("HVR-32", ReplicaErrorIds.NotAuthorized, isPrimary, isPrimary ? $"Authorised as {access.Caller}, trust group {access.TrustGroup}." : $"{access.Caller} is an administrator there, not a primary.",
            "an authorization as a primary.", "Add one with New-ReplicationAuthorization.");
        Add("HVR-33", ReplicaErrorIds.ReplicaStorageNotWritable, isPrimary && access.StoreId is { Length: > 0 }, access.StoreId is { } id ? $"Store {id} is open for writing." : "There is no store for this caller.",
            "a store that can be written.", "Look at the storage location at the server.");
        Storage(access);
        TimeSpan skew = (access.Time - time.GetUtcNow()).Duration();
        Add("HVR-13", ReplicaErrorIds.ReplicaClockSkewed, skew <= MaximumSkew, $"The clocks differ by {skew.TotalSeconds:0} s.", $"less than {MaximumSkew.TotalMinutes:0} minutes.", "Set the clocks.");
        Add("HVR-13", ReplicaErrorIds.ReplicaProtocolUnknown, access.Protocol == Protocol, $"Protocol {access.Protocol}.", $"protocol {Protocol}.", "Bring both sides to one version.");
        Add("HVR-17", ReplicaErrorIds.TrafficNotEncrypted, access.Encrypted, access.Encrypted ? "Traffic is encrypted." : "Traffic is not encrypted.", "TLS.", "Use certificate authentication.", FindingSeverity.Warning);
        _findings.Add(ReplicaHostRules.Domain(self, access.Host));
    }

    private void Storage(ReplicaAccess access)
    {
        if (access.FreeBytes is not { } free) return;
        Add("HVR-12", ReplicaErrorIds.ReplicaStorageLow, free >= LowFreeBytes, $"{free >> 20} MiB are free.", $"at least {LowFreeBytes >> 20} MiB.", "Make room at the server.", FindingSeverity.Warning);
    }

    private void Closed(string found) => Add(
        "HVR-14", ReplicaErrorIds.PortClosed, false, found, $"TCP port {target.Port} open from here to the server.", "Enable the replica server, and add an inbound rule for its port.");

    private static string RuleOf(string errorId) => errorId switch
    {
        ReplicaErrorIds.NotAuthorized => "HVR-32",
        ReplicaErrorIds.ReplicaServerDisabled => "HVR-19",
        ReplicaErrorIds.StorageLocationRequired => "HVR-33",
        _ => errorId.StartsWith(CertificateErrorIds.Prefix, StringComparison.Ordinal) ? "HVR-16" : "HVR-13",
    };

    private void Add(string rule, string errorId, bool passed, string found, string needed, string fix, FindingSeverity severity = FindingSeverity.Error) => _findings.Add(
        new Finding(rule, errorId, passed ? FindingStatus.Passed : FindingStatus.Failed, severity, target.ToString(), found, needed, fix));
}
