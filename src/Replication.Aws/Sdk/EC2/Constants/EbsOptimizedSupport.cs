using Amazon.Runtime;

namespace Amazon.EC2;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary>Values of EbsOptimizedSupport; the service may answer with others.</summary>
public class EbsOptimizedSupport : ConstantClass
{
    public static readonly EbsOptimizedSupport Unsupported = new("unsupported");

    public static readonly EbsOptimizedSupport Supported = new("supported");

    public static readonly EbsOptimizedSupport Default = new("default");

    public EbsOptimizedSupport(string value)
        : base(value)
    {
    }

    public static EbsOptimizedSupport FindValue(string value) => FindValue<EbsOptimizedSupport>(value);

    public static implicit operator EbsOptimizedSupport(string value) => FindValue(value);
}
