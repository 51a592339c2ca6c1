using Amazon.Runtime;

namespace Amazon.EC2;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary>Values of SubnetCidrBlockStateCode; the service may answer with others.</summary>
public class SubnetCidrBlockStateCode : ConstantClass
{
    public static readonly SubnetCidrBlockStateCode Associating = new("associating");

    public static readonly SubnetCidrBlockStateCode Associated = new("associated");

    public static readonly SubnetCidrBlockStateCode Disassociating = new("disassociating");

    public static readonly SubnetCidrBlockStateCode Disassociated = new("disassociated");

    public static readonly SubnetCidrBlockStateCode Failing = new("failing");

    public static readonly SubnetCidrBlockStateCode Failed = new("failed");

    public SubnetCidrBlockStateCode(string value)
        : base(value)
    {
    }

    public static SubnetCidrBlockStateCode FindValue(string value) => FindValue<SubnetCidrBlockStateCode>(value);

    public static implicit operator SubnetCidrBlockStateCode(string value) => FindValue(value);
}
