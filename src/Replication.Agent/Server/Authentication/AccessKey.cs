using Replication.Core.Errors;
using Replication.Core.Replicas;

namespace Replication.Agent.Server.Authentication;

/// <summary>A key that may sign requests to this server. The secret is never part of its text.</summary>
public sealed class AccessKey
{
    /// <summary>Twelve digits, as AWS numbers accounts; the one AWS uses in its own examples.</summary>
    public const string DefaultAccountId = "123456789012";

    private const int AccountDigits = 12;

    public AccessKey(string id, string secret, string accountId = DefaultAccountId, string? sessionToken = null, IEnumerable<string>? services = null)
    {
        // A slash would end the key's place in the credential scope.
        if (id.Length is 0 or > 128 || id.AsSpan().ContainsAny("/,= \t\r\n")) throw Invalid($"'{id}'", "an id that is not one.", "1 to 128 characters without '/', ',', '=' and spaces.");
        if (secret.Length == 0) throw Invalid(id, "no secret.", "a secret access key.");
        if (accountId.Length != AccountDigits || accountId.AsSpan().ContainsAnyExceptInRange('0', '9')) throw Invalid(id, $"account '{accountId}'.", "twelve digits.");
        Id = id;
        Secret = secret;
        AccountId = accountId;
        SessionToken = sessionToken;
        Services = services?.ToHashSet(StringComparer.Ordinal);
    }

    public string Id { get; }

    public string AccountId { get; }

    /// <summary>Services that the key is good for; null for all.</summary>
    public IReadOnlySet<string>? Services { get; }

    /// <summary>At a replica server, the primary that signs with it, by its full name; null for a key of no primary.</summary>
    public string? Primary { get; init; }

    /// <summary>At a replica server, the only trust group that it is good for; null for the one of its primary's authorization.</summary>
    public string? TrustGroup { get; init; }

    /// <summary>At a replica server, what it lets its holder do.</summary>
    public AuthorizationRole Role { get; init; }

    /// <summary>When set, requests must carry it in x-amz-security-token.</summary>
    internal string? SessionToken { get; }

    internal string Secret { get; }

    public override string ToString() => $"{Id} of account {AccountId}";

    private static ReplicationException Invalid(string id, string found, string needed) => new("AccessKeyInvalid", $"access key {id}", found, needed);
}
