namespace Amazon.EC2.Model;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary>Request of <see href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateImage.html">CreateImage</see>.</summary>
public class CreateImageRequest : AmazonEC2Request
{
    public List<TagSpecification>? TagSpecifications { get; set; }

    public SnapshotLocationEnum? SnapshotLocation { get; set; }

    public bool? DryRun { get; set; }

    public string? InstanceId { get; set; }

    public string? Name { get; set; }

    public string? Description { get; set; }

    public bool? NoReboot { get; set; }

    public List<BlockDeviceMapping>? BlockDeviceMappings { get; set; }

    internal override string Action => "CreateImage";

    internal override void Write(QueryWriter writer)
    {
        writer.Add("TagSpecification", TagSpecifications);
        writer.Add("SnapshotLocation", SnapshotLocation);
        writer.Add("DryRun", DryRun);
        writer.Add("InstanceId", InstanceId);
        writer.Add("Name", Name);
        writer.Add("Description", Description);
        writer.Add("NoReboot", NoReboot);
        writer.Add("BlockDeviceMapping", BlockDeviceMappings);
    }
}
