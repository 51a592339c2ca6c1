namespace Amazon.EC2.Model;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary><see href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Placement.html">Placement</see> of the EC2 API.</summary>
public class Placement : IQueryStructure
{
    public string? AvailabilityZoneId { get; set; }

    public string? Affinity { get; set; }

    public string? GroupName { get; set; }

    public int? PartitionNumber { get; set; }

    public string? HostId { get; set; }

    public Tenancy? Tenancy { get; set; }

    public string? SpreadDomain { get; set; }

    public string? HostResourceGroupArn { get; set; }

    public string? GroupId { get; set; }

    public string? AvailabilityZone { get; set; }

    void IQueryStructure.Write(QueryWriter writer)
    {
        writer.Add("AvailabilityZoneId", AvailabilityZoneId);
        writer.Add("Affinity", Affinity);
        writer.Add("GroupName", GroupName);
        writer.Add("PartitionNumber", PartitionNumber);
        writer.Add("HostId", HostId);
        writer.Add("Tenancy", Tenancy);
        writer.Add("SpreadDomain", SpreadDomain);
        writer.Add("HostResourceGroupArn", HostResourceGroupArn);
        writer.Add("GroupId", GroupId);
        writer.Add("AvailabilityZone", AvailabilityZone);
    }

    internal static Placement Read(ResponseElement xml) => new()
    {
        AvailabilityZoneId = xml.Text("availabilityZoneId"),
        Affinity = xml.Text("affinity"),
        GroupName = xml.Text("groupName"),
        PartitionNumber = xml.Integer("partitionNumber"),
        HostId = xml.Text("hostId"),
        Tenancy = xml.Constant("tenancy", Tenancy.FindValue),
        SpreadDomain = xml.Text("spreadDomain"),
        HostResourceGroupArn = xml.Text("hostResourceGroupArn"),
        GroupId = xml.Text("groupId"),
        AvailabilityZone = xml.Text("availabilityZone"),
    };
}
