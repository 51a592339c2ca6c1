using Amazon.Runtime;

namespace Amazon.EC2;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary>Values of NitroEnclavesSupport; the service may answer with others.</summary>
public class NitroEnclavesSupport : ConstantClass
{
    public static readonly NitroEnclavesSupport Unsupported = new("unsupported");

    public static readonly NitroEnclavesSupport Supported = new("supported");

    public NitroEnclavesSupport(string value)
        : base(value)
    {
    }

    public static NitroEnclavesSupport FindValue(string value) => FindValue<NitroEnclavesSupport>(value);

    public static implicit operator NitroEnclavesSupport(string value) => FindValue(value);
}
