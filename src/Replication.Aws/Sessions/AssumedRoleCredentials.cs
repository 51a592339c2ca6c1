using Amazon.Runtime;
using Amazon.SecurityToken;
using Amazon.SecurityToken.Model;

namespace Replication.Aws.Sessions;

/// <summary>
/// A role's temporary keys, renewed before they expire. The SDK's own class makes its STS client by itself, which then knows
/// neither the session's endpoint nor its certificate authority.
/// </summary>
internal sealed class AssumedRoleCredentials : RefreshingAWSCredentials
{
    /// <summary>Shown in the account's audit trail.</summary>
    private const string SessionName = "replication";

    private readonly IAmazonSecurityTokenService _client;
    private readonly string _role;
    private readonly string? _externalId;

    public AssumedRoleCredentials(IAmazonSecurityTokenService client, string role, string? externalId)
    {
        _client = client;
        _role = role;
        _externalId = externalId;
        // A block must not be signed with keys that expire on its way.
        PreemptExpiryTime = TimeSpan.FromMinutes(5);
    }

    protected override async Task<CredentialsRefreshState> GenerateNewCredentialsAsync()
    {
        AssumeRoleResponse answer = await _client.AssumeRoleAsync(new AssumeRoleRequest { RoleArn = _role, RoleSessionName = SessionName, ExternalId = _externalId });
        Credentials keys = answer.Credentials;
        return new CredentialsRefreshState(
            new ImmutableCredentials(keys.AccessKeyId, keys.SecretAccessKey, keys.SessionToken), keys.Expiration.GetValueOrDefault().ToUniversalTime());
    }
}
