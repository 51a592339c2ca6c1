using Amazon.Runtime;

namespace Amazon.EC2;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary>Values of VpcCidrBlockStateCode; the service may answer with others.</summary>
public class VpcCidrBlockStateCode : ConstantClass
{
    public static readonly VpcCidrBlockStateCode Associating = new("associating");

    public static readonly VpcCidrBlockStateCode Associated = new("associated");

    public static readonly VpcCidrBlockStateCode Disassociating = new("disassociating");

    public static readonly VpcCidrBlockStateCode Disassociated = new("disassociated");

    public static readonly VpcCidrBlockStateCode Failing = new("failing");

    public static readonly VpcCidrBlockStateCode Failed = new("failed");

    public VpcCidrBlockStateCode(string value)
        : base(value)
    {
    }

    public static VpcCidrBlockStateCode FindValue(string value) => FindValue<VpcCidrBlockStateCode>(value);

    public static implicit operator VpcCidrBlockStateCode(string value) => FindValue(value);
}
