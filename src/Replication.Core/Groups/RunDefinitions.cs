using System.Collections.Concurrent;
using Replication.Core.Catalog;

namespace Replication.Core.Groups;

/// <summary>
/// Sites, groups and policies as they were when a run of a job first asked for each: the run does what they said then, and asks the catalog once instead
/// of some twenty times. It flows with the run's asynchronous work. VMs are no part of it, for the run itself changes them; nor do runs that change a site have one.
/// </summary>
internal sealed class RunDefinitions
{
    private static readonly AsyncLocal<RunDefinitions?> Flowing = new();

    private readonly ConcurrentDictionary<string, object> _known = new(StringComparer.Ordinal);

    /// <summary>From here on, in the calling method and whatever it starts.</summary>
    public static void Enter() => Flowing.Value = new RunDefinitions();

    /// <summary>What is known of it, else what is read now; what was not there is asked for again.</summary>
    public static async Task<T?> FindAsync<T>(string id, Func<Task<T?>> read) where T : class, ICatalogEntity
    {
        if (Flowing.Value is not { } run || typeof(T) == typeof(ReplicatedVM)) return await read();
        string key = $"{T.Kind}/{id}";
        if (run._known.TryGetValue(key, out object? known)) return (T)known;
        T? found = await read();
        if (found is not null) run._known[key] = found;
        return found;
    }
}
