using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Replication.Agent.Server.Authentication;
using Replication.Agent.Server.Errors;
using Replication.Agent.Server.Hosting;
using Replication.Core.Errors;
using Replication.Core.Replicas;
using Replication.Core.Replicas.Certificates;

namespace Replication.Agent.Server.Replicas;

/// <summary>
/// Who comes in at a replica server: identity (a certificate that the connection proved, or a key that signed) -> authorization -> trust group ->
/// store. Asked for every request, so that what an administrator takes back is taken back at once.
/// </summary>
internal sealed partial class ReplicaIdentities : IAdmission
{
    /// <summary>How long an accepted certificate is not looked at again; then it may have expired or been revoked.</summary>
    private static readonly TimeSpan VerdictLife = TimeSpan.FromSeconds(10);

    private const string NegotiateScheme = "Negotiate";

    private readonly ReplicaStores _stores;
    private readonly ReplicaTraffic _traffic;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private volatile Setup _setup;

    public ReplicaIdentities(ReplicaServerState state, ReplicaCredentials credentials, ReplicaStores stores, ReplicaTraffic traffic, TimeProvider time, ILogger log)
    {
        _stores = stores;
        _traffic = traffic;
        _time = time;
        _log = log;
        _setup = new Setup(state.Settings, credentials, new ReplicaAdmission(state, Server));
    }

    /// <summary>What it calls itself in refusals.</summary>
    public static string Server { get; } = Dns.GetHostName();

    /// <summary>From the next request on.</summary>
    public void Apply(ReplicaServerState state, ReplicaCredentials credentials) => _setup = new Setup(state.Settings, credentials, new ReplicaAdmission(state, Server));

    public string? ServiceByConnection(HttpRequest request) => request.Headers.Authorization.Count == 0 || IsNegotiate(request) ? "replication" : null;

    public async ValueTask<ServerCaller> AdmitConnectionAsync(HttpContext http)
    {
        Setup setup = _setup;
        if (IsNegotiate(http.Request)) throw Negotiate(setup.Settings);
        if (!http.Request.IsHttps) throw setup.Settings.RequireEncryption ? ReplicaRefusals.EncryptionRequired(Server) : ReplicaRefusals.NotAllowed(ReplicaAuthentication.Certificate, Server);
        if (setup.Credentials.Trust is not { } trust) throw ReplicaRefusals.NotAllowed(ReplicaAuthentication.Certificate, Server);
        try
        {
            IReadOnlyList<string> names = Verify(PresentedCertificate.Of(http), trust.Current);
            return setup.Admission.IsAdministrator(names)
                ? new ServerCaller(names[0]) { IsAdministrator = true }
                : await AdmitAsync(http, setup.Admission.RequirePrimary(names), ReplicaAuthentication.Certificate);
        }
        catch (ReplicationException refused)
        {
            throw ReplicaRefusals.Of(refused);
        }
    }

    public async ValueTask<ServerCaller> AdmitKeyAsync(HttpContext http, AccessKey key, string regionName)
    {
        Setup setup = _setup;
        if (!setup.Settings.Allows(ReplicaAuthentication.AccessKey)) throw ReplicaRefusals.NotAllowed(ReplicaAuthentication.AccessKey, Server);
        if (!http.Request.IsHttps && setup.Settings.RequireEncryption) throw ReplicaRefusals.EncryptionRequired(Server);
        try
        {
            if (key.Role == AuthorizationRole.Administrator) return new ServerCaller(key.Id, key.AccountId) { AccessKeyId = key.Id, RegionName = regionName, IsAdministrator = true };
            string name = (key.Primary is null ? null : HostNames.TryNormalize(key.Primary)) ?? throw new ReplicationException(
                ReplicaErrorIds.NotAuthorized, $"Access key {key.Id}", $"It names no primary, and is not authorised on '{Server}'.", "the full name of its primary in the server's file of keys.");
            ServerCaller caller = await AdmitAsync(http, setup.Admission.RequirePrimary([name], key.TrustGroup), ReplicaAuthentication.AccessKey);
            return caller with { AccountId = key.AccountId, AccessKeyId = key.Id, RegionName = regionName };
        }
        catch (ReplicationException refused)
        {
            throw ReplicaRefusals.Of(refused);
        }
    }

    public void NoteRefusal(HttpContext http, ServiceError error)
    {
        _traffic.NoteRefusal(error.Code);
        if (error.Status == StatusCodes.Status403Forbidden) LogRefused(http.Connection.RemoteIpAddress, error.Code, error.Message);
    }

    private static bool IsNegotiate(HttpRequest request) => request.Headers.Authorization.ToString().StartsWith(NegotiateScheme, StringComparison.OrdinalIgnoreCase);

    /// <summary>Kerberos has its place and its rules here; what would verify a ticket is not part of this program.</summary>
    private static ServiceException Negotiate(ReplicaServerSettings settings) => !settings.Allows(ReplicaAuthentication.Kerberos)
        ? ReplicaRefusals.NotAllowed(ReplicaAuthentication.Kerberos, Server)
        : ReplicaRefusals.Of(new ReplicationException(
            ReplicaErrorIds.KerberosNotAvailable, $"Server {Server}", "It allows Kerberos and has nothing that verifies tickets.", "certificates or access keys."));

    private IReadOnlyList<string> Verify(PresentedCertificate? presented, CertificateTrust trust)
    {
        DateTimeOffset now = _time.GetUtcNow();
        if (presented?.Verdict is { } known && ReferenceEquals(known.Trust, trust) && now < known.Until) return known.Names;
        CertificateVerifier.Require(presented?.Certificate, presented?.Sent ?? [], CertificateUse.Client, trust, now);
        IReadOnlyList<string> names = CertificateNames.Of(presented!.Certificate);
        if (names.Count == 0)
        {
            throw new ReplicationException(
                CertificateErrorIds.NoName, $"Certificate {presented.Certificate.Subject} ({presented.Certificate.Thumbprint})", "It names no host.",
                "the full name of the primary among its subject alternative names.");
        }

        presented.Verdict = new CertificateVerdict(trust, now + VerdictLife, names);
        return names;
    }

    private async Task<ServerCaller> AdmitAsync(HttpContext http, ReplicaTenant tenant, ReplicaAuthentication authentication) => new(tenant.Primary)
    {
        Tenant = tenant,
        Region = await _stores.OpenAsync(tenant),
        Traffic = _traffic.Of(tenant, authentication, http.Request.IsHttps),
    };

    [LoggerMessage(5101, LogLevel.Warning, "Refused {Address}: {ErrorId}. {Reason}")]
    private partial void LogRefused(IPAddress? address, string errorId, string reason);

    private sealed record Setup(ReplicaServerSettings Settings, ReplicaCredentials Credentials, ReplicaAdmission Admission);
}
