using Amazon.Runtime;

namespace Amazon.EC2;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary>Values of EphemeralNvmeSupport; the service may answer with others.</summary>
public class EphemeralNvmeSupport : ConstantClass
{
    public static readonly EphemeralNvmeSupport Unsupported = new("unsupported");

    public static readonly EphemeralNvmeSupport Supported = new("supported");

    public static readonly EphemeralNvmeSupport Required = new("required");

    public EphemeralNvmeSupport(string value)
        : base(value)
    {
    }

    public static EphemeralNvmeSupport FindValue(string value) => FindValue<EphemeralNvmeSupport>(value);

    public static implicit operator EphemeralNvmeSupport(string value) => FindValue(value);
}
