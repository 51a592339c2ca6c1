namespace Amazon.EC2.Model;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary><see href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IamInstanceProfileSpecification.html">IamInstanceProfileSpecification</see> of the EC2 API.</summary>
public class IamInstanceProfileSpecification : IQueryStructure
{
    public string? Arn { get; set; }

    public string? Name { get; set; }

    void IQueryStructure.Write(QueryWriter writer)
    {
        writer.Add("Arn", Arn);
        writer.Add("Name", Name);
    }
}
