using Replication.Agent.Ec2.Protocol;

namespace Replication.Agent.Ec2.State;

/// <summary>The three zones that every region here has.</summary>
internal sealed class RegionZones(string region)
{
    private const string Letters = "abc";

    public string Region { get; } = region;

    public IReadOnlyList<string> Names { get; } = [.. Letters.Select(letter => $"{region}{letter}")];

    /// <summary>As EC2 abbreviates: eu-central-1a is euc1-az1.</summary>
    public string IdOf(string zone)
    {
        string[] words = Region.Split('-');
        string brief = words.Length < 3 ? Region : words[0] + string.Concat(words[1..^1].Select(word => word[0])) + words[^1];
        return $"{brief}-az{Letters.IndexOf(zone[^1]) + 1}";
    }

    /// <summary>The zone by its name or its id.</summary>
    public string Get(string zone) =>
        Names.FirstOrDefault(name => name == zone || IdOf(name) == zone)
        ?? throw new Ec2Refusal("InvalidZone.NotFound", $"The zone '{zone}' does not exist.");
}
