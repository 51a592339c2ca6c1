using Replication.Core.Service;

namespace Replication.Sessions;

/// <summary>Names for the ids that the engine's records hold, read once for all objects that a cmdlet writes.</summary>
internal sealed class NameBook
{
    private readonly Dictionary<string, string> _names;

    private NameBook(Dictionary<string, string> names) => _names = names;

    public static async Task<NameBook> ReadAsync(ReplicationService service, CancellationToken cancellationToken)
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (EngineSite site in await service.Sites.ListAsync(cancellationToken)) names[site.Id] = site.Name;
        foreach (EngineGroup group in await service.Groups.ListAsync(cancellationToken)) names[group.Id] = group.Name;
        foreach (EnginePolicy policy in await service.Policies.ListAsync(cancellationToken)) names[policy.Id] = policy.Name;
        return new NameBook(names);
    }

    /// <summary>The id itself where the thing is gone.</summary>
    public string this[string id] => _names.GetValueOrDefault(id, id);
}
