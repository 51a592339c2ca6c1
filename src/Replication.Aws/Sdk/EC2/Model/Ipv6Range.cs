namespace Amazon.EC2.Model;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary><see href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Ipv6Range.html">Ipv6Range</see> of the EC2 API.</summary>
public class Ipv6Range : IQueryStructure
{
    public string? Description { get; set; }

    public string? CidrIpv6 { get; set; }

    void IQueryStructure.Write(QueryWriter writer)
    {
        writer.Add("Description", Description);
        writer.Add("CidrIpv6", CidrIpv6);
    }

    internal static Ipv6Range Read(ResponseElement xml) => new()
    {
        Description = xml.Text("description"),
        CidrIpv6 = xml.Text("cidrIpv6"),
    };
}
