using Amazon.Runtime;

namespace Amazon.EC2;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary>Values of NetworkInterfaceCreationType; the service may answer with others.</summary>
public class NetworkInterfaceCreationType : ConstantClass
{
    public static readonly NetworkInterfaceCreationType Efa = new("efa");

    public static readonly NetworkInterfaceCreationType EfaOnly = new("efa-only");

    public static readonly NetworkInterfaceCreationType Branch = new("branch");

    public static readonly NetworkInterfaceCreationType Trunk = new("trunk");

    public NetworkInterfaceCreationType(string value)
        : base(value)
    {
    }

    public static NetworkInterfaceCreationType FindValue(string value) => FindValue<NetworkInterfaceCreationType>(value);

    public static implicit operator NetworkInterfaceCreationType(string value) => FindValue(value);
}
