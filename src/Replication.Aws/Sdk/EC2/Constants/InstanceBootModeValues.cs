using Amazon.Runtime;

namespace Amazon.EC2;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary>Values of InstanceBootModeValues; the service may answer with others.</summary>
public class InstanceBootModeValues : ConstantClass
{
    public static readonly InstanceBootModeValues LegacyBios = new("legacy-bios");

    public static readonly InstanceBootModeValues Uefi = new("uefi");

    public InstanceBootModeValues(string value)
        : base(value)
    {
    }

    public static InstanceBootModeValues FindValue(string value) => FindValue<InstanceBootModeValues>(value);

    public static implicit operator InstanceBootModeValues(string value) => FindValue(value);
}
