namespace Amazon.EC2.Model;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary><see href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_InstanceStatusDetails.html">InstanceStatusDetails</see> of the EC2 API.</summary>
public class InstanceStatusDetails
{
    public DateTime? ImpairedSince { get; set; }

    public StatusName? Name { get; set; }

    public StatusType? Status { get; set; }

    internal static InstanceStatusDetails Read(ResponseElement xml) => new()
    {
        ImpairedSince = xml.Time("impairedSince"),
        Name = xml.Constant("name", StatusName.FindValue),
        Status = xml.Constant("status", StatusType.FindValue),
    };
}
