using Amazon.Runtime;

namespace Amazon.EC2;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary>Values of TpmSupportValues; the service may answer with others.</summary>
public class TpmSupportValues : ConstantClass
{
    public static readonly TpmSupportValues V20 = new("v2.0");

    public TpmSupportValues(string value)
        : base(value)
    {
    }

    public static TpmSupportValues FindValue(string value) => FindValue<TpmSupportValues>(value);

    public static implicit operator TpmSupportValues(string value) => FindValue(value);
}
