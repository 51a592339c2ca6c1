namespace Amazon.EC2.Model;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary>Request of <see href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DetachNetworkInterface.html">DetachNetworkInterface</see>.</summary>
public class DetachNetworkInterfaceRequest : AmazonEC2Request
{
    public bool? DryRun { get; set; }

    public string? AttachmentId { get; set; }

    public bool? Force { get; set; }

    internal override string Action => "DetachNetworkInterface";

    internal override void Write(QueryWriter writer)
    {
        writer.Add("DryRun", DryRun);
        writer.Add("AttachmentId", AttachmentId);
        writer.Add("Force", Force);
    }
}
