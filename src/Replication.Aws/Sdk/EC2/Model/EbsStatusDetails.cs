namespace Amazon.EC2.Model;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary><see href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_EbsStatusDetails.html">EbsStatusDetails</see> of the EC2 API.</summary>
public class EbsStatusDetails
{
    public DateTime? ImpairedSince { get; set; }

    public StatusName? Name { get; set; }

    public StatusType? Status { get; set; }

    internal static EbsStatusDetails Read(ResponseElement xml) => new()
    {
        ImpairedSince = xml.Time("impairedSince"),
        Name = xml.Constant("name", StatusName.FindValue),
        Status = xml.Constant("status", StatusType.FindValue),
    };
}
