using Amazon.Runtime;

namespace Amazon.EC2;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary>Values of NitroTpmSupport; the service may answer with others.</summary>
public class NitroTpmSupport : ConstantClass
{
    public static readonly NitroTpmSupport Unsupported = new("unsupported");

    public static readonly NitroTpmSupport Supported = new("supported");

    public NitroTpmSupport(string value)
        : base(value)
    {
    }

    public static NitroTpmSupport FindValue(string value) => FindValue<NitroTpmSupport>(value);

    public static implicit operator NitroTpmSupport(string value) => FindValue(value);
}
