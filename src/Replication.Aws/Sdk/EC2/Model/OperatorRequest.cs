namespace Amazon.EC2.Model;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary><see href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_OperatorRequest.html">OperatorRequest</see> of the EC2 API.</summary>
public class OperatorRequest : IQueryStructure
{
    public string? Principal { get; set; }

    void IQueryStructure.Write(QueryWriter writer)
    {
        writer.Add("Principal", Principal);
    }
}
