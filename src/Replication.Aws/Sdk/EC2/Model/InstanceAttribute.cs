namespace Amazon.EC2.Model;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary><see href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_InstanceAttribute.html">InstanceAttribute</see> of the EC2 API.</summary>
public class InstanceAttribute
{
    public List<InstanceBlockDeviceMapping>? BlockDeviceMappings { get; set; }

    public bool? DisableApiTermination { get; set; }

    public bool? EnaSupport { get; set; }

    public bool? EbsOptimized { get; set; }

    public string? InstanceId { get; set; }

    public string? InstanceInitiatedShutdownBehavior { get; set; }

    public string? InstanceType { get; set; }

    public string? KernelId { get; set; }

    public List<ProductCode>? ProductCodes { get; set; }

    public string? RamdiskId { get; set; }

    public string? RootDeviceName { get; set; }

    public bool? SourceDestCheck { get; set; }

    public string? SriovNetSupport { get; set; }

    public string? UserData { get; set; }

    public bool? DisableApiStop { get; set; }

    public List<GroupIdentifier>? Groups { get; set; }

    internal static InstanceAttribute Read(ResponseElement xml) => new()
    {
        BlockDeviceMappings = xml.List("blockDeviceMapping", InstanceBlockDeviceMapping.Read),
        DisableApiTermination = xml.Child("disableApiTermination").Boolean("value"),
        EnaSupport = xml.Child("enaSupport").Boolean("value"),
        EbsOptimized = xml.Child("ebsOptimized").Boolean("value"),
        InstanceId = xml.Text("instanceId"),
        InstanceInitiatedShutdownBehavior = xml.Child("instanceInitiatedShutdownBehavior").Text("value"),
        InstanceType = xml.Child("instanceType").Text("value"),
        KernelId = xml.Child("kernel").Text("value"),
        ProductCodes = xml.List("productCodes", ProductCode.Read),
        RamdiskId = xml.Child("ramdisk").Text("value"),
        RootDeviceName = xml.Child("rootDeviceName").Text("value"),
        SourceDestCheck = xml.Child("sourceDestCheck").Boolean("value"),
        SriovNetSupport = xml.Child("sriovNetSupport").Text("value"),
        UserData = xml.Child("userData").Text("value"),
        DisableApiStop = xml.Child("disableApiStop").Boolean("value"),
        Groups = xml.List("groupSet", GroupIdentifier.Read),
    };
}
