using Replication.Agent.Ec2.Imports;

namespace Replication.Agent.Ec2.State;

/// <summary>All regions of this server; copying goes from one to another.</summary>
internal sealed class Ec2Cloud : IAsyncDisposable
{
    private readonly IReadOnlyDictionary<string, Ec2Region> _regions;

    private Ec2Cloud(IReadOnlyDictionary<string, Ec2Region> regions) => _regions = regions;

    /// <summary>What imports read; null where this server has no S3.</summary>
    public IObjectFiles? Objects { get; set; }

    public IEnumerable<Ec2Region> Regions => _regions.Values.OrderBy(region => region.Name, StringComparer.Ordinal);

    /// <summary>Opens the regions and finishes or takes back what a crash has interrupted in them.</summary>
    public static async Task<Ec2Cloud> OpenAsync(IEnumerable<Ec2Region> regions, CancellationToken cancellationToken)
    {
        var cloud = new Ec2Cloud(regions.ToDictionary(region => region.Name, StringComparer.Ordinal));
        foreach (Ec2Region region in cloud.Regions) await new RegionRecovery(region).RunAsync(cancellationToken);
        return cloud;
    }

    public Ec2Region? Find(string name) => _regions.GetValueOrDefault(name);

    public async ValueTask DisposeAsync()
    {
        foreach (Ec2Region region in Regions) await region.DisposeAsync();
    }
}
