namespace Amazon.EC2.Model;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary><see href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_GroupIdentifier.html">GroupIdentifier</see> of the EC2 API.</summary>
public class GroupIdentifier
{
    public string? GroupId { get; set; }

    public string? GroupName { get; set; }

    internal static GroupIdentifier Read(ResponseElement xml) => new()
    {
        GroupId = xml.Text("groupId"),
        GroupName = xml.Text("groupName"),
    };
}
