namespace Amazon.EC2.Model;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary><see href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_VpcCidrBlockState.html">VpcCidrBlockState</see> of the EC2 API.</summary>
public class VpcCidrBlockState
{
    public VpcCidrBlockStateCode? State { get; set; }

    public string? StatusMessage { get; set; }

    internal static VpcCidrBlockState Read(ResponseElement xml) => new()
    {
        State = xml.Constant("state", VpcCidrBlockStateCode.FindValue),
        StatusMessage = xml.Text("statusMessage"),
    };
}
