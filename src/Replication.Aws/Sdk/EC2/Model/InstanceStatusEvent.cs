namespace Amazon.EC2.Model;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary><see href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_InstanceStatusEvent.html">InstanceStatusEvent</see> of the EC2 API.</summary>
public class InstanceStatusEvent
{
    public string? InstanceEventId { get; set; }

    public EventCode? Code { get; set; }

    public string? Description { get; set; }

    public DateTime? NotAfter { get; set; }

    public DateTime? NotBefore { get; set; }

    public DateTime? NotBeforeDeadline { get; set; }

    internal static InstanceStatusEvent Read(ResponseElement xml) => new()
    {
        InstanceEventId = xml.Text("instanceEventId"),
        Code = xml.Constant("code", EventCode.FindValue),
        Description = xml.Text("description"),
        NotAfter = xml.Time("notAfter"),
        NotBefore = xml.Time("notBefore"),
        NotBeforeDeadline = xml.Time("notBeforeDeadline"),
    };
}
