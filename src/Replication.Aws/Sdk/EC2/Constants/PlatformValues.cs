using Amazon.Runtime;

namespace Amazon.EC2;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary>Values of PlatformValues; the service may answer with others.</summary>
public class PlatformValues : ConstantClass
{
    public static readonly PlatformValues Windows = new("Windows");

    public PlatformValues(string value)
        : base(value)
    {
    }

    public static PlatformValues FindValue(string value) => FindValue<PlatformValues>(value);

    public static implicit operator PlatformValues(string value) => FindValue(value);
}
