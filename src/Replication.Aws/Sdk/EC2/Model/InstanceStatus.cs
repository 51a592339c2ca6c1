namespace Amazon.EC2.Model;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary><see href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_InstanceStatus.html">InstanceStatus</see> of the EC2 API.</summary>
public class InstanceStatus
{
    public string? AvailabilityZone { get; set; }

    public string? AvailabilityZoneId { get; set; }

    public string? OutpostArn { get; set; }

    public OperatorResponse? Operator { get; set; }

    public List<InstanceStatusEvent>? Events { get; set; }

    public string? InstanceId { get; set; }

    public InstanceState? InstanceState { get; set; }

    public InstanceStatusSummary? Status { get; set; }

    public InstanceStatusSummary? SystemStatus { get; set; }

    public EbsStatusSummary? AttachedEbsStatus { get; set; }

    internal static InstanceStatus Read(ResponseElement xml) => new()
    {
        AvailabilityZone = xml.Text("availabilityZone"),
        AvailabilityZoneId = xml.Text("availabilityZoneId"),
        OutpostArn = xml.Text("outpostArn"),
        Operator = xml.Structure("operator", OperatorResponse.Read),
        Events = xml.List("eventsSet", InstanceStatusEvent.Read),
        InstanceId = xml.Text("instanceId"),
        InstanceState = xml.Structure("instanceState", InstanceState.Read),
        Status = xml.Structure("instanceStatus", InstanceStatusSummary.Read),
        SystemStatus = xml.Structure("systemStatus", InstanceStatusSummary.Read),
        AttachedEbsStatus = xml.Structure("attachedEbsStatus", EbsStatusSummary.Read),
    };
}
