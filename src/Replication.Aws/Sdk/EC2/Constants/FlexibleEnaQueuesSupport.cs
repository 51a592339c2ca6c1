using Amazon.Runtime;

namespace Amazon.EC2;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary>Values of FlexibleEnaQueuesSupport; the service may answer with others.</summary>
public class FlexibleEnaQueuesSupport : ConstantClass
{
    public static readonly FlexibleEnaQueuesSupport Unsupported = new("unsupported");

    public static readonly FlexibleEnaQueuesSupport Supported = new("supported");

    public FlexibleEnaQueuesSupport(string value)
        : base(value)
    {
    }

    public static FlexibleEnaQueuesSupport FindValue(string value) => FindValue<FlexibleEnaQueuesSupport>(value);

    public static implicit operator FlexibleEnaQueuesSupport(string value) => FindValue(value);
}
