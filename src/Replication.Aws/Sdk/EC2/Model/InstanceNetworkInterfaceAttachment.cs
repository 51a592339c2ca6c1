namespace Amazon.EC2.Model;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary><see href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_InstanceNetworkInterfaceAttachment.html">InstanceNetworkInterfaceAttachment</see> of the EC2 API.</summary>
public class InstanceNetworkInterfaceAttachment
{
    public DateTime? AttachTime { get; set; }

    public string? AttachmentId { get; set; }

    public bool? DeleteOnTermination { get; set; }

    public int? DeviceIndex { get; set; }

    public AttachmentStatus? Status { get; set; }

    public int? NetworkCardIndex { get; set; }

    public int? EnaQueueCount { get; set; }

    internal static InstanceNetworkInterfaceAttachment Read(ResponseElement xml) => new()
    {
        AttachTime = xml.Time("attachTime"),
        AttachmentId = xml.Text("attachmentId"),
        DeleteOnTermination = xml.Boolean("deleteOnTermination"),
        DeviceIndex = xml.Integer("deviceIndex"),
        Status = xml.Constant("status", AttachmentStatus.FindValue),
        NetworkCardIndex = xml.Integer("networkCardIndex"),
        EnaQueueCount = xml.Integer("enaQueueCount"),
    };
}
