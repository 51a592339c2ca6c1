using Amazon.Runtime;

namespace Amazon.EC2;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary>Values of NetworkInterfaceStatus; the service may answer with others.</summary>
public class NetworkInterfaceStatus : ConstantClass
{
    public static readonly NetworkInterfaceStatus Available = new("available");

    public static readonly NetworkInterfaceStatus Associated = new("associated");

    public static readonly NetworkInterfaceStatus Attaching = new("attaching");

    public static readonly NetworkInterfaceStatus InUse = new("in-use");

    public static readonly NetworkInterfaceStatus Detaching = new("detaching");

    public NetworkInterfaceStatus(string value)
        : base(value)
    {
    }

    public static NetworkInterfaceStatus FindValue(string value) => FindValue<NetworkInterfaceStatus>(value);

    public static implicit operator NetworkInterfaceStatus(string value) => FindValue(value);
}
