namespace Amazon.EC2.Model;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary>Request of <see href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyInstanceAttribute.html">ModifyInstanceAttribute</see>.</summary>
public class ModifyInstanceAttributeRequest : AmazonEC2Request
{
    public bool? SourceDestCheck { get; set; }

    public bool? DisableApiStop { get; set; }

    public bool? DryRun { get; set; }

    public string? InstanceId { get; set; }

    public InstanceAttributeName? Attribute { get; set; }

    public string? Value { get; set; }

    public List<InstanceBlockDeviceMappingSpecification>? BlockDeviceMappings { get; set; }

    public bool? DisableApiTermination { get; set; }

    public string? InstanceType { get; set; }

    public string? Kernel { get; set; }

    public string? Ramdisk { get; set; }

    public string? UserData { get; set; }

    public string? InstanceInitiatedShutdownBehavior { get; set; }

    public List<string>? Groups { get; set; }

    public bool? EbsOptimized { get; set; }

    public string? SriovNetSupport { get; set; }

    public bool? EnaSupport { get; set; }

    internal override string Action => "ModifyInstanceAttribute";

    internal override void Write(QueryWriter writer)
    {
        writer.Add("SourceDestCheck.Value", SourceDestCheck);
        writer.Add("DisableApiStop.Value", DisableApiStop);
        writer.Add("DryRun", DryRun);
        writer.Add("InstanceId", InstanceId);
        writer.Add("Attribute", Attribute);
        writer.Add("Value", Value);
        writer.Add("BlockDeviceMapping", BlockDeviceMappings);
        writer.Add("DisableApiTermination.Value", DisableApiTermination);
        writer.Add("InstanceType.Value", InstanceType);
        writer.Add("Kernel.Value", Kernel);
        writer.Add("Ramdisk.Value", Ramdisk);
        writer.Add("UserData.Value", UserData);
        writer.Add("InstanceInitiatedShutdownBehavior.Value", InstanceInitiatedShutdownBehavior);
        writer.Add("GroupId", Groups);
        writer.Add("EbsOptimized.Value", EbsOptimized);
        writer.Add("SriovNetSupport.Value", SriovNetSupport);
        writer.Add("EnaSupport.Value", EnaSupport);
    }
}
