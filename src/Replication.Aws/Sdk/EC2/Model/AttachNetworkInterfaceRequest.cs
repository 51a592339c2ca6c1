namespace Amazon.EC2.Model;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary>Request of <see href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AttachNetworkInterface.html">AttachNetworkInterface</see>.</summary>
public class AttachNetworkInterfaceRequest : AmazonEC2Request
{
    public int? NetworkCardIndex { get; set; }

    public int? EnaQueueCount { get; set; }

    public bool? DryRun { get; set; }

    public string? NetworkInterfaceId { get; set; }

    public string? InstanceId { get; set; }

    public int? DeviceIndex { get; set; }

    internal override string Action => "AttachNetworkInterface";

    internal override void Write(QueryWriter writer)
    {
        writer.Add("NetworkCardIndex", NetworkCardIndex);
        writer.Add("EnaQueueCount", EnaQueueCount);
        writer.Add("DryRun", DryRun);
        writer.Add("NetworkInterfaceId", NetworkInterfaceId);
        writer.Add("InstanceId", InstanceId);
        writer.Add("DeviceIndex", DeviceIndex);
    }
}
