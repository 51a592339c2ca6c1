namespace Amazon.EC2.Model;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary><see href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_SubnetCidrBlockState.html">SubnetCidrBlockState</see> of the EC2 API.</summary>
public class SubnetCidrBlockState
{
    public SubnetCidrBlockStateCode? State { get; set; }

    public string? StatusMessage { get; set; }

    internal static SubnetCidrBlockState Read(ResponseElement xml) => new()
    {
        State = xml.Constant("state", SubnetCidrBlockStateCode.FindValue),
        StatusMessage = xml.Text("statusMessage"),
    };
}
