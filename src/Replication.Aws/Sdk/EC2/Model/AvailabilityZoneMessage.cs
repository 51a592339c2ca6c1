namespace Amazon.EC2.Model;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary><see href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AvailabilityZoneMessage.html">AvailabilityZoneMessage</see> of the EC2 API.</summary>
public class AvailabilityZoneMessage
{
    public string? Message { get; set; }

    internal static AvailabilityZoneMessage Read(ResponseElement xml) => new()
    {
        Message = xml.Text("message"),
    };
}
