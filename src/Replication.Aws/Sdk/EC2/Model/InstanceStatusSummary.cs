namespace Amazon.EC2.Model;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary><see href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_InstanceStatusSummary.html">InstanceStatusSummary</see> of the EC2 API.</summary>
public class InstanceStatusSummary
{
    public List<InstanceStatusDetails>? Details { get; set; }

    public SummaryStatus? Status { get; set; }

    internal static InstanceStatusSummary Read(ResponseElement xml) => new()
    {
        Details = xml.List("details", InstanceStatusDetails.Read),
        Status = xml.Constant("status", SummaryStatus.FindValue),
    };
}
