namespace Amazon.EC2.Model;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary><see href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_InstanceTypeInfo.html">InstanceTypeInfo</see> of the EC2 API.</summary>
public class InstanceTypeInfo
{
    public InstanceType? InstanceType { get; set; }

    public bool? CurrentGeneration { get; set; }

    public bool? FreeTierEligible { get; set; }

    public List<string>? SupportedUsageClasses { get; set; }

    public List<string>? SupportedRootDeviceTypes { get; set; }

    public List<string>? SupportedVirtualizationTypes { get; set; }

    public bool? BareMetal { get; set; }

    public InstanceTypeHypervisor? Hypervisor { get; set; }

    public ProcessorInfo? ProcessorInfo { get; set; }

    public VCpuInfo? VCpuInfo { get; set; }

    public MemoryInfo? MemoryInfo { get; set; }

    public bool? InstanceStorageSupported { get; set; }

    public InstanceStorageInfo? InstanceStorageInfo { get; set; }

    public EbsInfo? EbsInfo { get; set; }

    public NetworkInfo? NetworkInfo { get; set; }

    public bool? BurstablePerformanceSupported { get; set; }

    public bool? DedicatedHostsSupported { get; set; }

    public bool? AutoRecoverySupported { get; set; }

    public List<string>? SupportedBootModes { get; set; }

    public NitroEnclavesSupport? NitroEnclavesSupport { get; set; }

    public NitroTpmSupport? NitroTpmSupport { get; set; }

    public NitroTpmInfo? NitroTpmInfo { get; set; }

    public PhcSupport? PhcSupport { get; set; }

    public RebootMigrationSupport? RebootMigrationSupport { get; set; }

    public bool? SupportedInRegion { get; set; }

    internal static InstanceTypeInfo Read(ResponseElement xml) => new()
    {
        InstanceType = xml.Constant("instanceType", InstanceType.FindValue),
        CurrentGeneration = xml.Boolean("currentGeneration"),
        FreeTierEligible = xml.Boolean("freeTierEligible"),
        SupportedUsageClasses = xml.List("supportedUsageClasses", ResponseElement.AsText),
        SupportedRootDeviceTypes = xml.List("supportedRootDeviceTypes", ResponseElement.AsText),
        SupportedVirtualizationTypes = xml.List("supportedVirtualizationTypes", ResponseElement.AsText),
        BareMetal = xml.Boolean("bareMetal"),
        Hypervisor = xml.Constant("hypervisor", InstanceTypeHypervisor.FindValue),
        ProcessorInfo = xml.Structure("processorInfo", ProcessorInfo.Read),
        VCpuInfo = xml.Structure("vCpuInfo", VCpuInfo.Read),
        MemoryInfo = xml.Structure("memoryInfo", MemoryInfo.Read),
        InstanceStorageSupported = xml.Boolean("instanceStorageSupported"),
        InstanceStorageInfo = xml.Structure("instanceStorageInfo", InstanceStorageInfo.Read),
        EbsInfo = xml.Structure("ebsInfo", EbsInfo.Read),
        NetworkInfo = xml.Structure("networkInfo", NetworkInfo.Read),
        BurstablePerformanceSupported = xml.Boolean("burstablePerformanceSupported"),
        DedicatedHostsSupported = xml.Boolean("dedicatedHostsSupported"),
        AutoRecoverySupported = xml.Boolean("autoRecoverySupported"),
        SupportedBootModes = xml.List("supportedBootModes", ResponseElement.AsText),
        NitroEnclavesSupport = xml.Constant("nitroEnclavesSupport", NitroEnclavesSupport.FindValue),
        NitroTpmSupport = xml.Constant("nitroTpmSupport", NitroTpmSupport.FindValue),
        NitroTpmInfo = xml.Structure("nitroTpmInfo", NitroTpmInfo.Read),
        PhcSupport = xml.Constant("phcSupport", PhcSupport.FindValue),
        RebootMigrationSupport = xml.Constant("rebootMigrationSupport", RebootMigrationSupport.FindValue),
        SupportedInRegion = xml.Boolean("supportedInRegion"),
    };
}
