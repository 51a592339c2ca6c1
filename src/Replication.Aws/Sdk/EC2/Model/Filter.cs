namespace Amazon.EC2.Model;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary><see href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Filter.html">Filter</see> of the EC2 API.</summary>
public class Filter : IQueryStructure
{
    public string? Name { get; set; }

    public List<string>? Values { get; set; }

    void IQueryStructure.Write(QueryWriter writer)
    {
        writer.Add("Name", Name);
        writer.Add("Value", Values);
    }
}
