namespace Amazon.EC2.Model;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary>Request of <see href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteNetworkInterface.html">DeleteNetworkInterface</see>.</summary>
public class DeleteNetworkInterfaceRequest : AmazonEC2Request
{
    public bool? DryRun { get; set; }

    public string? NetworkInterfaceId { get; set; }

    internal override string Action => "DeleteNetworkInterface";

    internal override void Write(QueryWriter writer)
    {
        writer.Add("DryRun", DryRun);
        writer.Add("NetworkInterfaceId", NetworkInterfaceId);
    }
}
