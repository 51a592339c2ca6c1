namespace Amazon.EC2.Model;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary><see href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IpRange.html">IpRange</see> of the EC2 API.</summary>
public class IpRange : IQueryStructure
{
    public string? Description { get; set; }

    public string? CidrIp { get; set; }

    void IQueryStructure.Write(QueryWriter writer)
    {
        writer.Add("Description", Description);
        writer.Add("CidrIp", CidrIp);
    }

    internal static IpRange Read(ResponseElement xml) => new()
    {
        Description = xml.Text("description"),
        CidrIp = xml.Text("cidrIp"),
    };
}
