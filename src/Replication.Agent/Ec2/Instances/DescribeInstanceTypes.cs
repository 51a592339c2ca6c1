using System.Xml.Linq;
using Replication.Agent.Ec2.Data;
using Replication.Agent.Ec2.Protocol;

namespace Replication.Agent.Ec2.Instances;

internal static class DescribeInstanceTypes
{
    private static readonly FilterTable<InstanceType> Filters = new(new Dictionary<string, Func<InstanceType, IEnumerable<object?>>>
    {
        ["bare-metal"] = _ => [false],
        ["burstable-performance-supported"] = type => [type.Burstable],
        ["current-generation"] = type => [type.CurrentGeneration],
        ["ebs-info.attachment-limit-type"] = type => [type.AttachmentLimitType],
        ["ebs-info.nvme-support"] = type => [type.NvmeSupport],
        ["free-tier-eligible"] = type => [type.FreeTier],
        ["hypervisor"] = type => [type.Hypervisor],
        ["instance-storage-supported"] = type => [type.InstanceStoreGB > 0],
        ["instance-type"] = type => [type.Name],
        ["memory-info.size-in-mib"] = type => [type.MemoryMiB],
        ["network-info.ena-support"] = type => [type.EnaSupport],
        ["processor-info.supported-architecture"] = type => type.Architectures,
        ["supported-boot-mode"] = type => type.BootModes,
        ["supported-virtualization-type"] = type => type.VirtualizationTypes,
        ["vcpu-info.default-cores"] = type => [type.Cores],
        ["vcpu-info.default-vcpus"] = type => [type.VCpus],
    });

    public static Task<IEnumerable<XElement?>> RunAsync(Ec2Call call, CancellationToken cancellationToken)
    {
        IReadOnlyList<string> names = call.Parameters.Texts("InstanceType");
        Func<InstanceType, bool> filter = Filters.Read(call.Parameters);
        var paged = Page<InstanceType>.Read(call);
        call.Begin();
        if (names.FirstOrDefault(name => !InstanceType.All.ContainsKey(name)) is { } unknown)
            throw new Ec2Refusal("InvalidInstanceType", $"The following supplied instance types do not exist: [{unknown}]");
        Page<InstanceType> page = paged(InstanceType.All.Values.Where(type => names.Count == 0 || names.Contains(type.Name)).Where(filter));
        return Task.FromResult<IEnumerable<XElement?>>([Ec2Xml.List("instanceTypeSet", page.Items, Xml), Ec2Xml.Value("nextToken", page.NextToken)]);
    }

    private static IEnumerable<XElement?> Xml(InstanceType type) =>
    [
        Ec2Xml.Value("instanceType", type.Name),
        Ec2Xml.Value("currentGeneration", type.CurrentGeneration),
        Ec2Xml.Value("freeTierEligible", type.FreeTier),
        Ec2Xml.Texts("supportedUsageClasses", ["on-demand", "spot"]),
        Ec2Xml.Texts("supportedRootDeviceTypes", ["ebs"]),
        Ec2Xml.Texts("supportedVirtualizationTypes", type.VirtualizationTypes),
        Ec2Xml.Value("bareMetal", false),
        Ec2Xml.Value("hypervisor", type.Hypervisor),
        Ec2Xml.Group(
            "processorInfo", Ec2Xml.Texts("supportedArchitectures", type.Architectures), Ec2Xml.Value("sustainedClockSpeedInGhz", type.ClockGhz),
            Ec2Xml.Value("manufacturer", type.Manufacturer)),
        Ec2Xml.Group(
            "vCpuInfo", Ec2Xml.Value("defaultVCpus", type.VCpus), Ec2Xml.Value("defaultCores", type.Cores),
            Ec2Xml.Value("defaultThreadsPerCore", type.VCpus / type.Cores)),
        Ec2Xml.Group("memoryInfo", Ec2Xml.Value("sizeInMiB", type.MemoryMiB)),
        Ec2Xml.Value("instanceStorageSupported", type.InstanceStoreGB > 0),
        type.InstanceStoreGB > 0 ? Ec2Xml.Group("instanceStorageInfo", Ec2Xml.Value("totalSizeInGB", type.InstanceStoreGB)) : null,
        Ec2Xml.Group(
            "ebsInfo", Ec2Xml.Value("ebsOptimizedSupport", type.EbsOptimized), Ec2Xml.Value("encryptionSupport", "supported"),
            Ec2Xml.Value("nvmeSupport", type.NvmeSupport), Ec2Xml.Value("maximumEbsAttachments", type.MaximumEbsAttachments),
            Ec2Xml.Value("attachmentLimitType", type.AttachmentLimitType)),
        Ec2Xml.Group(
            "networkInfo", Ec2Xml.Value("networkPerformance", type.NetworkPerformance), Ec2Xml.Value("maximumNetworkInterfaces", type.MaximumInterfaces),
            Ec2Xml.Value("maximumNetworkCards", 1), Ec2Xml.Value("defaultNetworkCardIndex", 0),
            Ec2Xml.Value("ipv4AddressesPerInterface", type.Ipv4PerInterface), Ec2Xml.Value("ipv6Supported", false), Ec2Xml.Value("enaSupport", type.EnaSupport)),
        Ec2Xml.Value("burstablePerformanceSupported", type.Burstable),
        Ec2Xml.Value("hibernationSupported", false),
        Ec2Xml.Texts("supportedBootModes", type.BootModes),
    ];
}
