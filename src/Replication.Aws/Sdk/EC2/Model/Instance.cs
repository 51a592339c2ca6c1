namespace Amazon.EC2.Model;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary><see href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Instance.html">Instance</see> of the EC2 API.</summary>
public class Instance
{
    public ArchitectureValues? Architecture { get; set; }

    public List<InstanceBlockDeviceMapping>? BlockDeviceMappings { get; set; }

    public string? ClientToken { get; set; }

    public bool? EbsOptimized { get; set; }

    public bool? EnaSupport { get; set; }

    public HypervisorType? Hypervisor { get; set; }

    public IamInstanceProfile? IamInstanceProfile { get; set; }

    public InstanceLifecycleType? InstanceLifecycle { get; set; }

    public List<InstanceNetworkInterface>? NetworkInterfaces { get; set; }

    public string? OutpostArn { get; set; }

    public string? RootDeviceName { get; set; }

    public DeviceType? RootDeviceType { get; set; }

    public List<GroupIdentifier>? SecurityGroups { get; set; }

    public bool? SourceDestCheck { get; set; }

    public string? SpotInstanceRequestId { get; set; }

    public string? SriovNetSupport { get; set; }

    public StateReason? StateReason { get; set; }

    public List<Tag>? Tags { get; set; }

    public VirtualizationType? VirtualizationType { get; set; }

    public string? CapacityBlockId { get; set; }

    public string? CapacityReservationId { get; set; }

    public InstanceMetadataOptionsResponse? MetadataOptions { get; set; }

    public BootModeValues? BootMode { get; set; }

    public string? PlatformDetails { get; set; }

    public string? UsageOperation { get; set; }

    public DateTime? UsageOperationUpdateTime { get; set; }

    public string? Ipv6Address { get; set; }

    public string? TpmSupport { get; set; }

    public InstanceBootModeValues? CurrentInstanceBootMode { get; set; }

    public OperatorResponse? Operator { get; set; }

    public string? InstanceId { get; set; }

    public string? ImageId { get; set; }

    public InstanceState? State { get; set; }

    public string? PrivateDnsName { get; set; }

    public string? PublicDnsName { get; set; }

    public string? StateTransitionReason { get; set; }

    public string? KeyName { get; set; }

    public int? AmiLaunchIndex { get; set; }

    public List<ProductCode>? ProductCodes { get; set; }

    public InstanceType? InstanceType { get; set; }

    public DateTime? LaunchTime { get; set; }

    public Placement? Placement { get; set; }

    public string? KernelId { get; set; }

    public string? RamdiskId { get; set; }

    public PlatformValues? Platform { get; set; }

    public Monitoring? Monitoring { get; set; }

    public string? SubnetId { get; set; }

    public string? VpcId { get; set; }

    public string? PrivateIpAddress { get; set; }

    public string? PublicIpAddress { get; set; }

    internal static Instance Read(ResponseElement xml) => new()
    {
        Architecture = xml.Constant("architecture", ArchitectureValues.FindValue),
        BlockDeviceMappings = xml.List("blockDeviceMapping", InstanceBlockDeviceMapping.Read),
        ClientToken = xml.Text("clientToken"),
        EbsOptimized = xml.Boolean("ebsOptimized"),
        EnaSupport = xml.Boolean("enaSupport"),
        Hypervisor = xml.Constant("hypervisor", HypervisorType.FindValue),
        IamInstanceProfile = xml.Structure("iamInstanceProfile", IamInstanceProfile.Read),
        InstanceLifecycle = xml.Constant("instanceLifecycle", InstanceLifecycleType.FindValue),
        NetworkInterfaces = xml.List("networkInterfaceSet", InstanceNetworkInterface.Read),
        OutpostArn = xml.Text("outpostArn"),
        RootDeviceName = xml.Text("rootDeviceName"),
        RootDeviceType = xml.Constant("rootDeviceType", DeviceType.FindValue),
        SecurityGroups = xml.List("groupSet", GroupIdentifier.Read),
        SourceDestCheck = xml.Boolean("sourceDestCheck"),
        SpotInstanceRequestId = xml.Text("spotInstanceRequestId"),
        SriovNetSupport = xml.Text("sriovNetSupport"),
        StateReason = xml.Structure("stateReason", StateReason.Read),
        Tags = xml.List("tagSet", Tag.Read),
        VirtualizationType = xml.Constant("virtualizationType", VirtualizationType.FindValue),
        CapacityBlockId = xml.Text("capacityBlockId"),
        CapacityReservationId = xml.Text("capacityReservationId"),
        MetadataOptions = xml.Structure("metadataOptions", InstanceMetadataOptionsResponse.Read),
        BootMode = xml.Constant("bootMode", BootModeValues.FindValue),
        PlatformDetails = xml.Text("platformDetails"),
        UsageOperation = xml.Text("usageOperation"),
        UsageOperationUpdateTime = xml.Time("usageOperationUpdateTime"),
        Ipv6Address = xml.Text("ipv6Address"),
        TpmSupport = xml.Text("tpmSupport"),
        CurrentInstanceBootMode = xml.Constant("currentInstanceBootMode", InstanceBootModeValues.FindValue),
        Operator = xml.Structure("operator", OperatorResponse.Read),
        InstanceId = xml.Text("instanceId"),
        ImageId = xml.Text("imageId"),
        State = xml.Structure("instanceState", InstanceState.Read),
        PrivateDnsName = xml.Text("privateDnsName"),
        PublicDnsName = xml.Text("dnsName"),
        StateTransitionReason = xml.Text("reason"),
        KeyName = xml.Text("keyName"),
        AmiLaunchIndex = xml.Integer("amiLaunchIndex"),
        ProductCodes = xml.List("productCodes", ProductCode.Read),
        InstanceType = xml.Constant("instanceType", InstanceType.FindValue),
        LaunchTime = xml.Time("launchTime"),
        Placement = xml.Structure("placement", Placement.Read),
        KernelId = xml.Text("kernelId"),
        RamdiskId = xml.Text("ramdiskId"),
        Platform = xml.Constant("platform", PlatformValues.FindValue),
        Monitoring = xml.Structure("monitoring", Monitoring.Read),
        SubnetId = xml.Text("subnetId"),
        VpcId = xml.Text("vpcId"),
        PrivateIpAddress = xml.Text("privateIpAddress"),
        PublicIpAddress = xml.Text("ipAddress"),
    };
}
