namespace Amazon.EC2.Model;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary><see href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IpPermission.html">IpPermission</see> of the EC2 API.</summary>
public class IpPermission : IQueryStructure
{
    public string? IpProtocol { get; set; }

    public int? FromPort { get; set; }

    public int? ToPort { get; set; }

    public List<UserIdGroupPair>? UserIdGroupPairs { get; set; }

    public List<IpRange>? Ipv4Ranges { get; set; }

    public List<Ipv6Range>? Ipv6Ranges { get; set; }

    public List<PrefixListId>? PrefixListIds { get; set; }

    void IQueryStructure.Write(QueryWriter writer)
    {
        writer.Add("IpProtocol", IpProtocol);
        writer.Add("FromPort", FromPort);
        writer.Add("ToPort", ToPort);
        writer.Add("Groups", UserIdGroupPairs);
        writer.Add("IpRanges", Ipv4Ranges);
        writer.Add("Ipv6Ranges", Ipv6Ranges);
        writer.Add("PrefixListIds", PrefixListIds);
    }

    internal static IpPermission Read(ResponseElement xml) => new()
    {
        IpProtocol = xml.Text("ipProtocol"),
        FromPort = xml.Integer("fromPort"),
        ToPort = xml.Integer("toPort"),
        UserIdGroupPairs = xml.List("groups", UserIdGroupPair.Read),
        Ipv4Ranges = xml.List("ipRanges", IpRange.Read),
        Ipv6Ranges = xml.List("ipv6Ranges", Ipv6Range.Read),
        PrefixListIds = xml.List("prefixListIds", PrefixListId.Read),
    };
}
