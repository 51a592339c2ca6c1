namespace Amazon.EC2.Model;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary><see href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_OperatorResponse.html">OperatorResponse</see> of the EC2 API.</summary>
public class OperatorResponse
{
    public bool? Managed { get; set; }

    public string? Principal { get; set; }

    public bool? HiddenByDefault { get; set; }

    internal static OperatorResponse Read(ResponseElement xml) => new()
    {
        Managed = xml.Boolean("managed"),
        Principal = xml.Text("principal"),
        HiddenByDefault = xml.Boolean("hiddenByDefault"),
    };
}
