using Amazon.Runtime;

namespace Amazon.EC2;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary>Values of VpcState; the service may answer with others.</summary>
public class VpcState : ConstantClass
{
    public static readonly VpcState Pending = new("pending");

    public static readonly VpcState Available = new("available");

    public VpcState(string value)
        : base(value)
    {
    }

    public static VpcState FindValue(string value) => FindValue<VpcState>(value);

    public static implicit operator VpcState(string value) => FindValue(value);
}
