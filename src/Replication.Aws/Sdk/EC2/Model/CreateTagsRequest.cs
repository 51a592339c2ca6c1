namespace Amazon.EC2.Model;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary>Request of <see href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateTags.html">CreateTags</see>.</summary>
public class CreateTagsRequest : AmazonEC2Request
{
    public bool? DryRun { get; set; }

    public List<string>? Resources { get; set; }

    public List<Tag>? Tags { get; set; }

    internal override string Action => "CreateTags";

    internal override void Write(QueryWriter writer)
    {
        writer.Add("DryRun", DryRun);
        writer.Add("ResourceId", Resources);
        writer.Add("Tag", Tags);
    }
}
