namespace Amazon.EC2.Model;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary>Request of <see href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_GetConsoleOutput.html">GetConsoleOutput</see>.</summary>
public class GetConsoleOutputRequest : AmazonEC2Request
{
    public string? InstanceId { get; set; }

    public bool? Latest { get; set; }

    public bool? DryRun { get; set; }

    internal override string Action => "GetConsoleOutput";

    internal override void Write(QueryWriter writer)
    {
        writer.Add("InstanceId", InstanceId);
        writer.Add("Latest", Latest);
        writer.Add("DryRun", DryRun);
    }
}
