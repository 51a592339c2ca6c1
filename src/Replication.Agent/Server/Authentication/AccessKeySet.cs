using System.Collections.Concurrent;

namespace Replication.Agent.Server.Authentication;

/// <summary>Keys in memory; may grow and shrink while the server runs (temporary credentials).</summary>
public sealed class AccessKeySet : IAccessKeys
{
    private readonly ConcurrentDictionary<string, AccessKey> _keys = new(StringComparer.Ordinal);

    public AccessKeySet(params IEnumerable<AccessKey> keys)
    {
        foreach (AccessKey key in keys) Add(key);
    }

    public int Count => _keys.Count;

    public void Add(AccessKey key) => _keys[key.Id] = key;

    public bool Remove(string accessKeyId) => _keys.TryRemove(accessKeyId, out _);

    public AccessKey? Find(string accessKeyId) => _keys.GetValueOrDefault(accessKeyId);
}
