using Amazon.Runtime;

namespace Amazon.EC2;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary>Values of EnaSupport; the service may answer with others.</summary>
public class EnaSupport : ConstantClass
{
    public static readonly EnaSupport Unsupported = new("unsupported");

    public static readonly EnaSupport Supported = new("supported");

    public static readonly EnaSupport Required = new("required");

    public EnaSupport(string value)
        : base(value)
    {
    }

    public static EnaSupport FindValue(string value) => FindValue<EnaSupport>(value);

    public static implicit operator EnaSupport(string value) => FindValue(value);
}
