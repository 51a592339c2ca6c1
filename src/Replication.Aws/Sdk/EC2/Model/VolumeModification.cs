namespace Amazon.EC2.Model;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary><see href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_VolumeModification.html">VolumeModification</see> of the EC2 API.</summary>
public class VolumeModification
{
    public string? VolumeId { get; set; }

    public VolumeModificationState? ModificationState { get; set; }

    public string? StatusMessage { get; set; }

    public int? TargetSize { get; set; }

    public int? TargetIops { get; set; }

    public VolumeType? TargetVolumeType { get; set; }

    public int? TargetThroughput { get; set; }

    public bool? TargetMultiAttachEnabled { get; set; }

    public int? OriginalSize { get; set; }

    public int? OriginalIops { get; set; }

    public VolumeType? OriginalVolumeType { get; set; }

    public int? OriginalThroughput { get; set; }

    public bool? OriginalMultiAttachEnabled { get; set; }

    public long? Progress { get; set; }

    public DateTime? StartTime { get; set; }

    public DateTime? EndTime { get; set; }

    public OperatorResponse? Operator { get; set; }

    internal static VolumeModification Read(ResponseElement xml) => new()
    {
        VolumeId = xml.Text("volumeId"),
        ModificationState = xml.Constant("modificationState", VolumeModificationState.FindValue),
        StatusMessage = xml.Text("statusMessage"),
        TargetSize = xml.Integer("targetSize"),
        TargetIops = xml.Integer("targetIops"),
        TargetVolumeType = xml.Constant("targetVolumeType", VolumeType.FindValue),
        TargetThroughput = xml.Integer("targetThroughput"),
        TargetMultiAttachEnabled = xml.Boolean("targetMultiAttachEnabled"),
        OriginalSize = xml.Integer("originalSize"),
        OriginalIops = xml.Integer("originalIops"),
        OriginalVolumeType = xml.Constant("originalVolumeType", VolumeType.FindValue),
        OriginalThroughput = xml.Integer("originalThroughput"),
        OriginalMultiAttachEnabled = xml.Boolean("originalMultiAttachEnabled"),
        Progress = xml.Long("progress"),
        StartTime = xml.Time("startTime"),
        EndTime = xml.Time("endTime"),
        Operator = xml.Structure("operator", OperatorResponse.Read),
    };
}
