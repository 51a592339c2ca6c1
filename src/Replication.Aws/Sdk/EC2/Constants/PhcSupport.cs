using Amazon.Runtime;

namespace Amazon.EC2;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary>Values of PhcSupport; the service may answer with others.</summary>
public class PhcSupport : ConstantClass
{
    public static readonly PhcSupport Unsupported = new("unsupported");

    public static readonly PhcSupport Supported = new("supported");

    public PhcSupport(string value)
        : base(value)
    {
    }

    public static PhcSupport FindValue(string value) => FindValue<PhcSupport>(value);

    public static implicit operator PhcSupport(string value) => FindValue(value);
}
