using Replication.Agent.Server.Errors;

namespace Replication.Agent.Server.Hosting;

/// <summary>The regions of one server. A server of a single region answers to any name, so that clients need no configuration for it.</summary>
public sealed class RegionRegistry
{
    private readonly Dictionary<string, ServerRegion> _regions;

    public RegionRegistry(params IEnumerable<ServerRegion> regions)
    {
        All = [.. regions];
        if (All.Count == 0) throw new ArgumentException("A server has at least one region.", nameof(regions));
        _regions = All.ToDictionary(region => region.Name, StringComparer.Ordinal);
    }

    private RegionRegistry()
    {
        All = [];
        _regions = [];
    }

    /// <summary>Of a server that finds the storage of each caller by other means.</summary>
    public static RegionRegistry None { get; } = new();

    public IReadOnlyList<ServerRegion> All { get; }

    public ServerRegion Get(string name) => All.Count == 1 ? All[0]
        : _regions.TryGetValue(name, out ServerRegion? region) ? region
        : throw new ServerException(ServerFailure.WrongRegion, $"Credential should be scoped to a valid region of this server, not '{name}'.");
}
