namespace Amazon.EC2.Model;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary><see href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_UserIdGroupPair.html">UserIdGroupPair</see> of the EC2 API.</summary>
public class UserIdGroupPair : IQueryStructure
{
    public string? Description { get; set; }

    public string? UserId { get; set; }

    public string? GroupName { get; set; }

    public string? GroupId { get; set; }

    public string? VpcId { get; set; }

    public string? VpcPeeringConnectionId { get; set; }

    public string? PeeringStatus { get; set; }

    void IQueryStructure.Write(QueryWriter writer)
    {
        writer.Add("Description", Description);
        writer.Add("UserId", UserId);
        writer.Add("GroupName", GroupName);
        writer.Add("GroupId", GroupId);
        writer.Add("VpcId", VpcId);
        writer.Add("VpcPeeringConnectionId", VpcPeeringConnectionId);
        writer.Add("PeeringStatus", PeeringStatus);
    }

    internal static UserIdGroupPair Read(ResponseElement xml) => new()
    {
        Description = xml.Text("description"),
        UserId = xml.Text("userId"),
        GroupName = xml.Text("groupName"),
        GroupId = xml.Text("groupId"),
        VpcId = xml.Text("vpcId"),
        VpcPeeringConnectionId = xml.Text("vpcPeeringConnectionId"),
        PeeringStatus = xml.Text("peeringStatus"),
    };
}
