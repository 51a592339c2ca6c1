using Amazon.Runtime;

namespace Amazon.EC2;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary>Values of BootModeValues; the service may answer with others.</summary>
public class BootModeValues : ConstantClass
{
    public static readonly BootModeValues LegacyBios = new("legacy-bios");

    public static readonly BootModeValues Uefi = new("uefi");

    public static readonly BootModeValues UefiPreferred = new("uefi-preferred");

    public BootModeValues(string value)
        : base(value)
    {
    }

    public static BootModeValues FindValue(string value) => FindValue<BootModeValues>(value);

    public static implicit operator BootModeValues(string value) => FindValue(value);
}
