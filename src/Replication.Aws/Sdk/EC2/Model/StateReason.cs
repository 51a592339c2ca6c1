namespace Amazon.EC2.Model;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary><see href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_StateReason.html">StateReason</see> of the EC2 API.</summary>
public class StateReason
{
    public string? Code { get; set; }

    public string? Message { get; set; }

    internal static StateReason Read(ResponseElement xml) => new()
    {
        Code = xml.Text("code"),
        Message = xml.Text("message"),
    };
}
