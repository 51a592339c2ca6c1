using Amazon.Runtime;

namespace Amazon.EC2;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary>Values of HypervisorType; the service may answer with others.</summary>
public class HypervisorType : ConstantClass
{
    public static readonly HypervisorType Ovm = new("ovm");

    public static readonly HypervisorType Xen = new("xen");

    public HypervisorType(string value)
        : base(value)
    {
    }

    public static HypervisorType FindValue(string value) => FindValue<HypervisorType>(value);

    public static implicit operator HypervisorType(string value) => FindValue(value);
}
