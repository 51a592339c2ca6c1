namespace Amazon.EC2.Model;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary><see href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AvailabilityZone.html">AvailabilityZone</see> of the EC2 API.</summary>
public class AvailabilityZone
{
    public AvailabilityZoneOptInStatus? OptInStatus { get; set; }

    public List<AvailabilityZoneMessage>? Messages { get; set; }

    public string? RegionName { get; set; }

    public string? ZoneName { get; set; }

    public string? ZoneId { get; set; }

    public string? GroupName { get; set; }

    public string? NetworkBorderGroup { get; set; }

    public string? ZoneType { get; set; }

    public string? ParentZoneName { get; set; }

    public string? ParentZoneId { get; set; }

    public string? GroupLongName { get; set; }

    public AvailabilityZoneState? State { get; set; }

    internal static AvailabilityZone Read(ResponseElement xml) => new()
    {
        OptInStatus = xml.Constant("optInStatus", AvailabilityZoneOptInStatus.FindValue),
        Messages = xml.List("messageSet", AvailabilityZoneMessage.Read),
        RegionName = xml.Text("regionName"),
        ZoneName = xml.Text("zoneName"),
        ZoneId = xml.Text("zoneId"),
        GroupName = xml.Text("groupName"),
        NetworkBorderGroup = xml.Text("networkBorderGroup"),
        ZoneType = xml.Text("zoneType"),
        ParentZoneName = xml.Text("parentZoneName"),
        ParentZoneId = xml.Text("parentZoneId"),
        GroupLongName = xml.Text("groupLongName"),
        State = xml.Constant("zoneState", AvailabilityZoneState.FindValue),
    };
}
