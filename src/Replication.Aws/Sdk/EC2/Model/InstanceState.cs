namespace Amazon.EC2.Model;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary><see href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_InstanceState.html">InstanceState</see> of the EC2 API.</summary>
public class InstanceState
{
    public int? Code { get; set; }

    public InstanceStateName? Name { get; set; }

    internal static InstanceState Read(ResponseElement xml) => new()
    {
        Code = xml.Integer("code"),
        Name = xml.Constant("name", InstanceStateName.FindValue),
    };
}
