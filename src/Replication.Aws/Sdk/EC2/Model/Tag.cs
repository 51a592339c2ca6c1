namespace Amazon.EC2.Model;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary><see href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Tag.html">Tag</see> of the EC2 API.</summary>
public class Tag : IQueryStructure
{
    public string? Key { get; set; }

    public string? Value { get; set; }

    void IQueryStructure.Write(QueryWriter writer)
    {
        writer.Add("Key", Key);
        writer.Add("Value", Value);
    }

    internal static Tag Read(ResponseElement xml) => new()
    {
        Key = xml.Text("key"),
        Value = xml.Text("value"),
    };
}
