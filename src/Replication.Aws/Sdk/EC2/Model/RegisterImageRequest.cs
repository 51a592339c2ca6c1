namespace Amazon.EC2.Model;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary>Request of <see href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_RegisterImage.html">RegisterImage</see>.</summary>
public class RegisterImageRequest : AmazonEC2Request
{
    public string? ImageLocation { get; set; }

    public List<string>? BillingProducts { get; set; }

    public BootModeValues? BootMode { get; set; }

    public TpmSupportValues? TpmSupport { get; set; }

    public string? UefiData { get; set; }

    public ImdsSupportValues? ImdsSupport { get; set; }

    public List<TagSpecification>? TagSpecifications { get; set; }

    public bool? DryRun { get; set; }

    public string? Name { get; set; }

    public string? Description { get; set; }

    public ArchitectureValues? Architecture { get; set; }

    public string? KernelId { get; set; }

    public string? RamdiskId { get; set; }

    public string? RootDeviceName { get; set; }

    public List<BlockDeviceMapping>? BlockDeviceMappings { get; set; }

    public string? VirtualizationType { get; set; }

    public string? SriovNetSupport { get; set; }

    public bool? EnaSupport { get; set; }

    internal override string Action => "RegisterImage";

    internal override void Write(QueryWriter writer)
    {
        writer.Add("ImageLocation", ImageLocation);
        writer.Add("BillingProduct", BillingProducts);
        writer.Add("BootMode", BootMode);
        writer.Add("TpmSupport", TpmSupport);
        writer.Add("UefiData", UefiData);
        writer.Add("ImdsSupport", ImdsSupport);
        writer.Add("TagSpecification", TagSpecifications);
        writer.Add("DryRun", DryRun);
        writer.Add("Name", Name);
        writer.Add("Description", Description);
        writer.Add("Architecture", Architecture);
        writer.Add("KernelId", KernelId);
        writer.Add("RamdiskId", RamdiskId);
        writer.Add("RootDeviceName", RootDeviceName);
        writer.Add("BlockDeviceMapping", BlockDeviceMappings);
        writer.Add("VirtualizationType", VirtualizationType);
        writer.Add("SriovNetSupport", SriovNetSupport);
        writer.Add("EnaSupport", EnaSupport);
    }
}
