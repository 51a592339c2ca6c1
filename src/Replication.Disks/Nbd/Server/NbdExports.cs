using System.Collections.Concurrent;
using System.Text;

namespace Replication.Disks.Nbd;

/// <summary>Exports by name; they come and go while servers offer them.</summary>
public sealed class NbdExports : INbdExports
{
    private readonly ConcurrentDictionary<string, NbdExport> _exports = new(StringComparer.Ordinal);

    public IReadOnlyCollection<string> Names => [.. _exports.Keys.Order(StringComparer.Ordinal)];

    public NbdExport? Find(string name) => _exports.GetValueOrDefault(name);

    /// <exception cref="ArgumentException">The name is taken, or is none (NUL, or more than 4096 bytes of UTF-8).</exception>
    public void Add(string name, NbdExport export)
    {
        if (NbdText.Read(Encoding.UTF8.GetBytes(name)) != name) throw new ArgumentException("This cannot be the name of an export.", nameof(name));
        if (!_exports.TryAdd(name, export)) throw new ArgumentException($"There is an export \"{name}\" already.", nameof(name));
    }

    /// <summary>Takes the export away and ends its connections; false when there is none. Its disk may be closed afterwards.</summary>
    public async ValueTask<bool> RemoveAsync(string name)
    {
        if (!_exports.TryRemove(name, out NbdExport? export)) return false;
        await export.CloseAsync();
        return true;
    }
}
