namespace Amazon.EC2.Model;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary><see href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_VolumeAttachment.html">VolumeAttachment</see> of the EC2 API.</summary>
public class VolumeAttachment
{
    public bool? DeleteOnTermination { get; set; }

    public string? AssociatedResource { get; set; }

    public string? InstanceOwningService { get; set; }

    public int? EbsCardIndex { get; set; }

    public string? VolumeId { get; set; }

    public string? InstanceId { get; set; }

    public string? Device { get; set; }

    public VolumeAttachmentState? State { get; set; }

    public DateTime? AttachTime { get; set; }

    internal static VolumeAttachment Read(ResponseElement xml) => new()
    {
        DeleteOnTermination = xml.Boolean("deleteOnTermination"),
        AssociatedResource = xml.Text("associatedResource"),
        InstanceOwningService = xml.Text("instanceOwningService"),
        EbsCardIndex = xml.Integer("ebsCardIndex"),
        VolumeId = xml.Text("volumeId"),
        InstanceId = xml.Text("instanceId"),
        Device = xml.Text("device"),
        State = xml.Constant("status", VolumeAttachmentState.FindValue),
        AttachTime = xml.Time("attachTime"),
    };
}
