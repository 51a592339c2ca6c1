namespace Replication.Disks.Vmdk;

/// <summary>Least-recently-used values up to a fixed count. Loading happens outside the lock: two readers may load the same value, none waits.</summary>
internal sealed class BoundedCache<TKey, TValue>(int capacity)
    where TKey : notnull
    where TValue : class
{
    private readonly Lock _lock = new();
    private readonly Dictionary<TKey, LinkedListNode<(TKey Key, TValue Value)>> _nodes = [];
    private readonly LinkedList<(TKey Key, TValue Value)> _order = new();

    public TValue GetOrLoad(TKey key, Func<TKey, TValue> load)
    {
        lock (_lock)
        {
            if (_nodes.TryGetValue(key, out var node))
            {
                _order.Remove(node);
                _order.AddFirst(node);
                return node.Value.Value;
            }
        }

        var value = load(key);
        lock (_lock)
        {
            if (_nodes.ContainsKey(key)) return value;
            _nodes.Add(key, _order.AddFirst((key, value)));
            if (_nodes.Count > capacity)
            {
                _nodes.Remove(_order.Last!.Value.Key);
                _order.RemoveLast();
            }
        }

        return value;
    }
}
