namespace Amazon.EC2.Model;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary><see href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_EbsStatusSummary.html">EbsStatusSummary</see> of the EC2 API.</summary>
public class EbsStatusSummary
{
    public List<EbsStatusDetails>? Details { get; set; }

    public SummaryStatus? Status { get; set; }

    internal static EbsStatusSummary Read(ResponseElement xml) => new()
    {
        Details = xml.List("details", EbsStatusDetails.Read),
        Status = xml.Constant("status", SummaryStatus.FindValue),
    };
}
