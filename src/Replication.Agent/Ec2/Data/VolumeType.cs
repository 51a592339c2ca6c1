namespace Replication.Agent.Ec2.Data;

/// <summary>What EBS allows for a type of volume; a range that is null means that the type has no such parameter.</summary>
internal sealed record VolumeType(
    int MinimumGiB,
    int MaximumGiB,
    int? MinimumIops = null,
    int? MaximumIops = null,
    int? DefaultIops = null,
    int? MinimumThroughput = null,
    int? MaximumThroughput = null,
    int? DefaultThroughput = null)
{
    public static IReadOnlyDictionary<string, VolumeType> All { get; } = EmbeddedData.Read<Dictionary<string, VolumeType>>("volume-types.json");
}
