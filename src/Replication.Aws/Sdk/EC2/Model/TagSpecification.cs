namespace Amazon.EC2.Model;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary><see href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_TagSpecification.html">TagSpecification</see> of the EC2 API.</summary>
public class TagSpecification : IQueryStructure
{
    public ResourceType? ResourceType { get; set; }

    public List<Tag>? Tags { get; set; }

    void IQueryStructure.Write(QueryWriter writer)
    {
        writer.Add("ResourceType", ResourceType);
        writer.Add("Tag", Tags);
    }
}
