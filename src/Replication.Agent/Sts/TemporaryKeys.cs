using System.Collections.Concurrent;
using System.Security.Cryptography;
using Replication.Agent.Server.Authentication;

namespace Replication.Agent.Sts;

/// <summary>
/// The server's own keys, and those that AssumeRole hands out until they expire. They are in memory: a restart of the
/// server ends them, as if they had expired, and clients ask for new ones.
/// </summary>
public sealed class TemporaryKeys(IAccessKeys permanent, TimeProvider time) : IAccessKeys
{
    private const string Prefix = "ASIA";
    private const int IdDigits = 16;
    private const int SecretBytes = 30;
    private const int TokenBytes = 96;
    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    private readonly ConcurrentDictionary<string, TemporaryKey> _issued = new(StringComparer.Ordinal);

    public AccessKey? Find(string accessKeyId)
    {
        if (!_issued.TryGetValue(accessKeyId, out TemporaryKey? issued)) return permanent.Find(accessKeyId);
        if (time.GetUtcNow() < issued.Expiration) return issued.Key;
        _issued.TryRemove(accessKeyId, out _);
        return null;
    }

    internal TemporaryKey Issue(string accountId, string arn, string userId, TimeSpan duration)
    {
        foreach (var (id, old) in _issued)
        {
            if (time.GetUtcNow() >= old.Expiration) _issued.TryRemove(id, out _);
        }

        string secret = Convert.ToBase64String(RandomNumberGenerator.GetBytes(SecretBytes));
        string token = Convert.ToBase64String(RandomNumberGenerator.GetBytes(TokenBytes));
        var key = new AccessKey(Prefix + RandomNumberGenerator.GetString(Letters, IdDigits), secret, accountId, token);
        var issued = new TemporaryKey(key, secret, token, arn, userId, time.GetUtcNow() + duration);
        _issued[key.Id] = issued;
        return issued;
    }

    internal TemporaryKey? FindIssued(string accessKeyId) => _issued.GetValueOrDefault(accessKeyId);
}
