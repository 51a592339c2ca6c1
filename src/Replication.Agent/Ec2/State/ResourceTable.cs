using System.Collections.Concurrent;
using Replication.Agent.Ec2.Protocol;

namespace Replication.Agent.Ec2.State;

/// <summary>
/// The resources of one kind in one region: a sealed document each, all of them in memory. Reading takes no lock, as
/// resources are immutable; whoever changes holds the region's gate. A change is on disk when the method returns.
/// </summary>
internal sealed class ResourceTable<T> : IResourceTable
    where T : Resource
{
    private readonly ConcurrentDictionary<string, T> _items = new(StringComparer.Ordinal);
    private readonly ResourceKind _kind;
    private readonly Action<string> _added;
    private readonly string _directory;

    /// <param name="kind">What it holds.</param>
    /// <param name="directory">Of the region's documents.</param>
    /// <param name="added">Told of every id that is new.</param>
    public ResourceTable(ResourceKind kind, string directory, Action<string> added)
    {
        _kind = kind;
        _added = added;
        _directory = Directory.CreateDirectory(Path.Combine(directory, kind.Type)).FullName;
        foreach (string leftover in Directory.EnumerateFiles(_directory, "*" + SealedFile.TemporarySuffix)) File.Delete(leftover);
        foreach (string path in Directory.EnumerateFiles(_directory, "*.json"))
        {
            T item = StateJson.Read<T>(SealedFile.Read(path));
            _items[item.Id] = item;
        }
    }

    /// <summary>Everything of every account.</summary>
    public IEnumerable<T> All => _items.Values;

    public IEnumerable<IResource> Resources => All;

    /// <summary>What the caller sees: its own, and new ones only once the region has become consistent.</summary>
    public IEnumerable<T> Of(Ec2Call call) => All.Where(item => IsVisible(call, item));

    public T? Find(string? id) => id is not null && _items.TryGetValue(id, out T? item) ? item : null;

    public T Get(Ec2Call call, string id) => Find(id) is { } item && IsVisible(call, item) ? item : throw Ec2Refusals.NotFound(_kind, id);

    /// <summary>Those named, or all when none is named, in the manner of the Describe actions: one unknown id refuses all.</summary>
    public IEnumerable<T> Select(Ec2Call call, IReadOnlyList<string> ids) =>
        ids.Count == 0 ? Of(call) : ids.Distinct(StringComparer.Ordinal).Select(id => Get(call, id));

    public void Put(T item)
    {
        SealedFile.Write(PathOf(item.Id), StateJson.Write(item));
        bool isNew = !_items.ContainsKey(item.Id);
        _items[item.Id] = item;
        if (isNew) _added(item.Id);
    }

    public void Remove(string id)
    {
        SealedFile.Delete(PathOf(id));
        _items.TryRemove(id, out _);
    }

    public bool TryRetag(string id, Func<IReadOnlyDictionary<string, string>, IReadOnlyDictionary<string, string>> change)
    {
        if (Find(id) is not { } item) return false;
        Put(item with { Tags = change(item.Tags) });
        return true;
    }

    private static bool IsVisible(Ec2Call call, T item) =>
        item.AccountId == call.AccountId && call.Now >= item.CreateTime + call.Region.Options.Inconsistency;

    private string PathOf(string id) => Path.Combine(_directory, $"{id}.json");
}
