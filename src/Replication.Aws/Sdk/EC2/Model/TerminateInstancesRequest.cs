namespace Amazon.EC2.Model;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary>Request of <see href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_TerminateInstances.html">TerminateInstances</see>.</summary>
public class TerminateInstancesRequest : AmazonEC2Request
{
    public List<string>? InstanceIds { get; set; }

    public bool? Force { get; set; }

    public bool? SkipOsShutdown { get; set; }

    public bool? DryRun { get; set; }

    internal override string Action => "TerminateInstances";

    internal override void Write(QueryWriter writer)
    {
        writer.Add("InstanceId", InstanceIds);
        writer.Add("Force", Force);
        writer.Add("SkipOsShutdown", SkipOsShutdown);
        writer.Add("DryRun", DryRun);
    }
}
