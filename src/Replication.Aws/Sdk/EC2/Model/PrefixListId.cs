namespace Amazon.EC2.Model;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary><see href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_PrefixListId.html">PrefixListId</see> of the EC2 API.</summary>
public class PrefixListId : IQueryStructure
{
    public string? Description { get; set; }

    public string? Id { get; set; }

    void IQueryStructure.Write(QueryWriter writer)
    {
        writer.Add("Description", Description);
        writer.Add("PrefixListId", Id);
    }

    internal static PrefixListId Read(ResponseElement xml) => new()
    {
        Description = xml.Text("description"),
        Id = xml.Text("prefixListId"),
    };
}
