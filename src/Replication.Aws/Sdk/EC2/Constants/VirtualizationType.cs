using Amazon.Runtime;

namespace Amazon.EC2;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary>Values of VirtualizationType; the service may answer with others.</summary>
public class VirtualizationType : ConstantClass
{
    public static readonly VirtualizationType Hvm = new("hvm");

    public static readonly VirtualizationType Paravirtual = new("paravirtual");

    public VirtualizationType(string value)
        : base(value)
    {
    }

    public static VirtualizationType FindValue(string value) => FindValue<VirtualizationType>(value);

    public static implicit operator VirtualizationType(string value) => FindValue(value);
}
