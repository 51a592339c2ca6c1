namespace Amazon.EC2.Model;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary><see href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Image.html">Image</see> of the EC2 API.</summary>
public class Image
{
    public string? PlatformDetails { get; set; }

    public string? UsageOperation { get; set; }

    public List<BlockDeviceMapping>? BlockDeviceMappings { get; set; }

    public string? Description { get; set; }

    public bool? EnaSupport { get; set; }

    public HypervisorType? Hypervisor { get; set; }

    public string? ImageOwnerAlias { get; set; }

    public string? Name { get; set; }

    public string? RootDeviceName { get; set; }

    public DeviceType? RootDeviceType { get; set; }

    public string? SriovNetSupport { get; set; }

    public StateReason? StateReason { get; set; }

    public List<Tag>? Tags { get; set; }

    public VirtualizationType? VirtualizationType { get; set; }

    public BootModeValues? BootMode { get; set; }

    public TpmSupportValues? TpmSupport { get; set; }

    public string? DeprecationTime { get; set; }

    public ImdsSupportValues? ImdsSupport { get; set; }

    public string? SourceInstanceId { get; set; }

    public string? DeregistrationProtection { get; set; }

    public string? LastLaunchedTime { get; set; }

    public bool? ImageAllowed { get; set; }

    public string? SourceImageId { get; set; }

    public string? SourceImageRegion { get; set; }

    public bool? FreeTierEligible { get; set; }

    public string? ImageId { get; set; }

    public string? ImageLocation { get; set; }

    public ImageState? State { get; set; }

    public string? OwnerId { get; set; }

    public string? CreationDate { get; set; }

    public bool? Public { get; set; }

    public List<ProductCode>? ProductCodes { get; set; }

    public ArchitectureValues? Architecture { get; set; }

    public ImageTypeValues? ImageType { get; set; }

    public string? KernelId { get; set; }

    public string? RamdiskId { get; set; }

    public PlatformValues? Platform { get; set; }

    internal static Image Read(ResponseElement xml) => new()
    {
        PlatformDetails = xml.Text("platformDetails"),
        UsageOperation = xml.Text("usageOperation"),
        BlockDeviceMappings = xml.List("blockDeviceMapping", BlockDeviceMapping.Read),
        Description = xml.Text("description"),
        EnaSupport = xml.Boolean("enaSupport"),
        Hypervisor = xml.Constant("hypervisor", HypervisorType.FindValue),
        ImageOwnerAlias = xml.Text("imageOwnerAlias"),
        Name = xml.Text("name"),
        RootDeviceName = xml.Text("rootDeviceName"),
        RootDeviceType = xml.Constant("rootDeviceType", DeviceType.FindValue),
        SriovNetSupport = xml.Text("sriovNetSupport"),
        StateReason = xml.Structure("stateReason", StateReason.Read),
        Tags = xml.List("tagSet", Tag.Read),
        VirtualizationType = xml.Constant("virtualizationType", VirtualizationType.FindValue),
        BootMode = xml.Constant("bootMode", BootModeValues.FindValue),
        TpmSupport = xml.Constant("tpmSupport", TpmSupportValues.FindValue),
        DeprecationTime = xml.Text("deprecationTime"),
        ImdsSupport = xml.Constant("imdsSupport", ImdsSupportValues.FindValue),
        SourceInstanceId = xml.Text("sourceInstanceId"),
        DeregistrationProtection = xml.Text("deregistrationProtection"),
        LastLaunchedTime = xml.Text("lastLaunchedTime"),
        ImageAllowed = xml.Boolean("imageAllowed"),
        SourceImageId = xml.Text("sourceImageId"),
        SourceImageRegion = xml.Text("sourceImageRegion"),
        FreeTierEligible = xml.Boolean("freeTierEligible"),
        ImageId = xml.Text("imageId"),
        ImageLocation = xml.Text("imageLocation"),
        State = xml.Constant("imageState", ImageState.FindValue),
        OwnerId = xml.Text("imageOwnerId"),
        CreationDate = xml.Text("creationDate"),
        Public = xml.Boolean("isPublic"),
        ProductCodes = xml.List("productCodes", ProductCode.Read),
        Architecture = xml.Constant("architecture", ArchitectureValues.FindValue),
        ImageType = xml.Constant("imageType", ImageTypeValues.FindValue),
        KernelId = xml.Text("kernelId"),
        RamdiskId = xml.Text("ramdiskId"),
        Platform = xml.Constant("platform", PlatformValues.FindValue),
    };
}
