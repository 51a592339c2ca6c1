using Amazon;
using Amazon.EBS;
using Amazon.Runtime;
using Amazon.Runtime.CredentialManagement;
using Amazon.SecurityToken;
using Amazon.SecurityToken.Model;
using Replication.Aws.Snapshots.Calls;
using Replication.Core.Errors;

namespace Replication.Aws.Sessions;

/// <summary>
/// One account in one region: credentials, endpoints, trust and proxy, from which every client of a site is made. Clients
/// share the connections of their session and end with it.
/// </summary>
public sealed class AwsSession : IDisposable
{
    /// <summary>A connection that sends nothing for this long is given up; 512 KiB take less on the slowest line worth using.</summary>
    private static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(100);

    private readonly AwsSessionSettings _settings;
    private readonly SessionHttp _http;
    private readonly SemaphoreSlim _asking = new(1);
    private readonly AmazonSecurityTokenServiceClient? _roleClient;
    private string? _accountId;

    private AwsSession(AwsSessionSettings settings, SessionHttp http, AWSCredentials? given)
    {
        _settings = settings;
        _http = http;
        AWSCredentials source = given ?? FromProfile(settings) ?? new ChainCredentials(Configure(new AmazonSecurityTokenServiceConfig(), "sts"));
        if (settings.Role is not null) _roleClient = new AmazonSecurityTokenServiceClient(source, Configure(new AmazonSecurityTokenServiceConfig(), "sts"));
        Credentials = _roleClient is null ? source : new AssumedRoleCredentials(_roleClient, settings.Role!, settings.ExternalId);
    }

    public string Region => _settings.Region;

    /// <summary>What clients sign with. Its text says nothing.</summary>
    public AWSCredentials Credentials { get; }

    /// <summary>Reads the settings' files; asks no service.</summary>
    /// <param name="settings">Where and as whom.</param>
    /// <param name="credentials">In place of profile and chain; a role is assumed with them.</param>
    public static AwsSession Open(AwsSessionSettings settings, AWSCredentials? credentials = null)
    {
        var http = new SessionHttp(settings);
        try
        {
            return new AwsSession(settings, http, credentials);
        }
        catch
        {
            http.Dispose();
            throw;
        }
    }

    /// <summary>Sets region, endpoint, connections and time limits on a client's configuration.</summary>
    /// <param name="config">Of a client that is made next.</param>
    /// <param name="service">"ebs", "ec2", "s3" or "sts".</param>
    /// <returns>The same configuration.</returns>
    public TConfig Configure<TConfig>(TConfig config, string service)
        where TConfig : ClientConfig
    {
        if (_settings.ServiceUrls.TryGetValue(service, out Uri? url) || _settings.ServiceUrls.TryGetValue("", out url)) config.ServiceURL = url.AbsoluteUri;
        else config.RegionEndpoint = RegionEndpoint.GetBySystemName(Region);
        config.AuthenticationRegion = Region;
        config.HttpClientFactory = _http;
        config.Timeout = RequestTimeout;
        return config;
    }

    /// <summary>A client of EBS direct without retries of its own, as the snapshot store wants it.</summary>
    public AmazonEBSClient CreateEbsClient()
    {
        AmazonEBSConfig config = Configure(new AmazonEBSConfig(), "ebs");
        config.MaxErrorRetry = 0;
        // A block is written to the connection at once: in pieces of the default 8 KiB it costs half as much CPU again.
        config.BufferSize = Core.Snapshots.BlockGeometry.BlockSize;
        return new AmazonEBSClient(Credentials, config);
    }

    /// <summary>The account that the credentials belong to, asked once; refused when the settings name another.</summary>
    public async Task<string> GetAccountIdAsync(CancellationToken cancellationToken = default)
    {
        await _asking.WaitAsync(cancellationToken);
        try
        {
            return _accountId ??= await AskAccountIdAsync(cancellationToken);
        }
        finally
        {
            _asking.Release();
        }
    }

    public override string ToString() => $"AWS session {Region}";

    public void Dispose()
    {
        _roleClient?.Dispose();
        _http.Dispose();
        _asking.Dispose();
    }

    private static AWSCredentials? FromProfile(AwsSessionSettings settings)
    {
        if (settings.Profile is not { } name) return null;
        var chain = new CredentialProfileStoreChain();
        if (!chain.TryGetProfile(name, out _))
            throw new ReplicationException("AwsProfileNotFound", $"Profile {name}", "The AWS configuration files have no such profile.", "a profile of aws configure, or of aws configure sso.");
        return chain.TryGetAWSCredentials(name, out AWSCredentials credentials)
            ? credentials
            : throw new ReplicationException("AwsProfileNotFound", $"Profile {name}", "It holds no credentials.", "keys, a role, or single sign-on in it.");
    }

    private async Task<string> AskAccountIdAsync(CancellationToken cancellationToken)
    {
        using var client = new AmazonSecurityTokenServiceClient(Credentials, Configure(new AmazonSecurityTokenServiceConfig(), "sts"));
        string account;
        try
        {
            account = (await client.GetCallerIdentityAsync(new GetCallerIdentityRequest(), cancellationToken)).Account;
        }
        catch (Exception error) when (error is AmazonClientException or HttpRequestException or IOException or AmazonServiceException)
        {
            throw AwsErrors.From("GetCallerIdentity", "the session", FailureClassifier.Classify(error), error, TimeSpan.Zero);
        }

        return _settings.AccountId is not { } expected || account == expected
            ? account
            : throw new ReplicationException(
                "AwsAccountMismatch", $"Account {expected}", $"The credentials belong to account {account}.", "credentials of the site's account.",
                "Name another profile or role, or correct the site's account.");
    }
}
