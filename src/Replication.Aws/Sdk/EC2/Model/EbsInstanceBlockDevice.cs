namespace Amazon.EC2.Model;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary><see href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_EbsInstanceBlockDevice.html">EbsInstanceBlockDevice</see> of the EC2 API.</summary>
public class EbsInstanceBlockDevice
{
    public DateTime? AttachTime { get; set; }

    public bool? DeleteOnTermination { get; set; }

    public AttachmentStatus? Status { get; set; }

    public string? VolumeId { get; set; }

    public string? AssociatedResource { get; set; }

    public string? VolumeOwnerId { get; set; }

    public OperatorResponse? Operator { get; set; }

    public int? EbsCardIndex { get; set; }

    internal static EbsInstanceBlockDevice Read(ResponseElement xml) => new()
    {
        AttachTime = xml.Time("attachTime"),
        DeleteOnTermination = xml.Boolean("deleteOnTermination"),
        Status = xml.Constant("status", AttachmentStatus.FindValue),
        VolumeId = xml.Text("volumeId"),
        AssociatedResource = xml.Text("associatedResource"),
        VolumeOwnerId = xml.Text("volumeOwnerId"),
        Operator = xml.Structure("operator", OperatorResponse.Read),
        EbsCardIndex = xml.Integer("ebsCardIndex"),
    };
}
