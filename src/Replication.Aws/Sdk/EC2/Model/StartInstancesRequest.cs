namespace Amazon.EC2.Model;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary>Request of <see href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_StartInstances.html">StartInstances</see>.</summary>
public class StartInstancesRequest : AmazonEC2Request
{
    public List<string>? InstanceIds { get; set; }

    public string? AdditionalInfo { get; set; }

    public bool? DryRun { get; set; }

    internal override string Action => "StartInstances";

    internal override void Write(QueryWriter writer)
    {
        writer.Add("InstanceId", InstanceIds);
        writer.Add("AdditionalInfo", AdditionalInfo);
        writer.Add("DryRun", DryRun);
    }
}
