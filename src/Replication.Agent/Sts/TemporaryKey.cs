using Replication.Agent.Server.Authentication;

namespace Replication.Agent.Sts;

/// <summary>A key with an end. A class, not a record: its text must not have the secret.</summary>
internal sealed class TemporaryKey(AccessKey key, string secret, string token, string arn, string userId, DateTimeOffset expiration)
{
    public AccessKey Key => key;

    public string Secret => secret;

    public string Token => token;

    /// <summary>Of the assumed role's session.</summary>
    public string Arn => arn;

    public string UserId => userId;

    public DateTimeOffset Expiration => expiration;
}
