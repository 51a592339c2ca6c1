namespace Amazon.EC2.Model;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary>Request of <see href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeregisterImage.html">DeregisterImage</see>.</summary>
public class DeregisterImageRequest : AmazonEC2Request
{
    public string? ImageId { get; set; }

    public bool? DeleteAssociatedSnapshots { get; set; }

    public bool? DryRun { get; set; }

    internal override string Action => "DeregisterImage";

    internal override void Write(QueryWriter writer)
    {
        writer.Add("ImageId", ImageId);
        writer.Add("DeleteAssociatedSnapshots", DeleteAssociatedSnapshots);
        writer.Add("DryRun", DryRun);
    }
}
