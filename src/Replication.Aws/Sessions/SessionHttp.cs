using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Amazon.Runtime;
using Replication.Core.Errors;

namespace Replication.Aws.Sessions;

/// <summary>The connections of a session: one pool for all its clients, with its certificate authority and proxy.</summary>
internal sealed class SessionHttp : HttpClientFactory, IDisposable
{
    /// <summary>Names of AWS's endpoints change addresses; a connection that lives for ever would never notice.</summary>
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(10);

    private readonly SocketsHttpHandler _handler;
    private readonly Dictionary<TimeSpan, HttpClient> _clients = [];
    private readonly Lock _lock = new();

    public SessionHttp(AwsSessionSettings settings)
    {
        _handler = new SocketsHttpHandler
        {
            PooledConnectionLifetime = ConnectionLifetime,
            ConnectTimeout = ConnectTimeout,
            AllowAutoRedirect = false,
            UseCookies = false,
        };
        // Without a setting the environment's proxy is used, as every tool does.
        if (settings.Proxy is { } proxy) _handler.Proxy = new WebProxy(proxy);
        if (settings.CaFile is { } caFile) _handler.SslOptions = Trusting(caFile);
    }

    public override HttpClient CreateHttpClient(IClientConfig clientConfig)
    {
        TimeSpan timeout = clientConfig.Timeout ?? Timeout.InfiniteTimeSpan;
        lock (_lock)
        {
            if (!_clients.TryGetValue(timeout, out HttpClient? client)) _clients[timeout] = client = new HttpClient(_handler, disposeHandler: false) { Timeout = timeout };
            return client;
        }
    }

    /// <summary>The SDK's cache outlives the session.</summary>
    public override bool UseSDKHttpClientCaching(IClientConfig clientConfig) => false;

    public override bool DisposeHttpClientsAfterUse(IClientConfig clientConfig) => false;

    public void Dispose()
    {
        foreach (HttpClient client in _clients.Values) client.Dispose();
        _handler.Dispose();
    }

    private static SslClientAuthenticationOptions Trusting(string caFile)
    {
        var authorities = new X509Certificate2Collection();
        try
        {
            authorities.ImportFromPemFile(caFile);
        }
        catch (Exception error) when (error is IOException or CryptographicException or UnauthorizedAccessException)
        {
            throw Unreadable(caFile, error.Message);
        }

        if (authorities.Count == 0) throw Unreadable(caFile, "It holds no certificate.");
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.AddRange(authorities);
        return new SslClientAuthenticationOptions { CertificateChainPolicy = policy };
    }

    private static ReplicationException Unreadable(string caFile, string found) =>
        new("AwsCaFileUnreadable", caFile, found, "a file of certificates in PEM form.");
}
