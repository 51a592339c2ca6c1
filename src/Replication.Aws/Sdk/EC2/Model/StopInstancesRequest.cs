namespace Amazon.EC2.Model;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary>Request of <see href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_StopInstances.html">StopInstances</see>.</summary>
public class StopInstancesRequest : AmazonEC2Request
{
    public List<string>? InstanceIds { get; set; }

    public bool? Hibernate { get; set; }

    public bool? SkipOsShutdown { get; set; }

    public bool? DryRun { get; set; }

    public bool? Force { get; set; }

    internal override string Action => "StopInstances";

    internal override void Write(QueryWriter writer)
    {
        writer.Add("InstanceId", InstanceIds);
        writer.Add("Hibernate", Hibernate);
        writer.Add("SkipOsShutdown", SkipOsShutdown);
        writer.Add("DryRun", DryRun);
        writer.Add("Force", Force);
    }
}
