using Amazon.Runtime;

namespace Amazon.EC2;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary>Values of EbsNvmeSupport; the service may answer with others.</summary>
public class EbsNvmeSupport : ConstantClass
{
    public static readonly EbsNvmeSupport Unsupported = new("unsupported");

    public static readonly EbsNvmeSupport Supported = new("supported");

    public static readonly EbsNvmeSupport Required = new("required");

    public EbsNvmeSupport(string value)
        : base(value)
    {
    }

    public static EbsNvmeSupport FindValue(string value) => FindValue<EbsNvmeSupport>(value);

    public static implicit operator EbsNvmeSupport(string value) => FindValue(value);
}
