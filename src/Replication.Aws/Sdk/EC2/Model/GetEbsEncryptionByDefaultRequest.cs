namespace Amazon.EC2.Model;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary>Request of <see href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_GetEbsEncryptionByDefault.html">GetEbsEncryptionByDefault</see>.</summary>
public class GetEbsEncryptionByDefaultRequest : AmazonEC2Request
{
    public bool? DryRun { get; set; }

    internal override string Action => "GetEbsEncryptionByDefault";

    internal override void Write(QueryWriter writer)
    {
        writer.Add("DryRun", DryRun);
    }
}
