using Amazon.Runtime;

namespace Amazon.EC2;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary>Values of ImdsSupportValues; the service may answer with others.</summary>
public class ImdsSupportValues : ConstantClass
{
    public static readonly ImdsSupportValues V20 = new("v2.0");

    public ImdsSupportValues(string value)
        : base(value)
    {
    }

    public static ImdsSupportValues FindValue(string value) => FindValue<ImdsSupportValues>(value);

    public static implicit operator ImdsSupportValues(string value) => FindValue(value);
}
