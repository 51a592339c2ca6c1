using Replication.Agent.Ec2.Protocol;
using Replication.Agent.Ec2.State;

namespace Replication.Agent.Ec2.Data;

/// <summary>A type of instance as DescribeInstanceTypes tells of it.</summary>
internal sealed record InstanceType(
    string Name,
    string Hypervisor,
    IReadOnlyList<string> Architectures,
    IReadOnlyList<string> VirtualizationTypes,
    int VCpus,
    int Cores,
    int MemoryMiB,
    double ClockGhz,
    string Manufacturer,
    string EnaSupport,
    string NvmeSupport,
    IReadOnlyList<string> BootModes,
    int MaximumInterfaces,
    int Ipv4PerInterface,
    int MaximumEbsAttachments,
    string AttachmentLimitType,
    bool CurrentGeneration,
    bool Burstable,
    bool FreeTier,
    string NetworkPerformance,
    int InstanceStoreGB,
    string EbsOptimized) : IResource
{
    public static IReadOnlyDictionary<string, InstanceType> All { get; } =
        EmbeddedData.Read<List<InstanceType>>("instance-types.json").ToDictionary(type => type.Name, StringComparer.Ordinal);

    public string Id => Name;

    /// <summary>Types belong to nobody.</summary>
    public string AccountId => "";

    public DateTimeOffset CreateTime => DateTimeOffset.UnixEpoch;

    public IReadOnlyDictionary<string, string> Tags => ResourceTags.None;

    public bool IsNitro => Hypervisor == "nitro";

    public static InstanceType Get(string name) =>
        All.GetValueOrDefault(name) ?? throw new Ec2Refusal("InvalidParameterValue", $"Invalid value '{name}' for InstanceType.");

    /// <summary>How many volumes fit beside that many interfaces: on most Nitro types both share the slots.</summary>
    public int VolumeLimit(int interfaces) => AttachmentLimitType == "shared" && IsNitro ? MaximumEbsAttachments - interfaces : MaximumEbsAttachments;
}
