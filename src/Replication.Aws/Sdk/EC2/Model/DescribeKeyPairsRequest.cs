namespace Amazon.EC2.Model;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary>Request of <see href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeKeyPairs.html">DescribeKeyPairs</see>.</summary>
public class DescribeKeyPairsRequest : AmazonEC2Request
{
    public List<string>? KeyNames { get; set; }

    public List<string>? KeyPairIds { get; set; }

    public bool? IncludePublicKey { get; set; }

    public bool? DryRun { get; set; }

    public List<Filter>? Filters { get; set; }

    internal override string Action => "DescribeKeyPairs";

    internal override void Write(QueryWriter writer)
    {
        writer.Add("KeyName", KeyNames);
        writer.Add("KeyPairId", KeyPairIds);
        writer.Add("IncludePublicKey", IncludePublicKey);
        writer.Add("DryRun", DryRun);
        writer.Add("Filter", Filters);
    }
}
