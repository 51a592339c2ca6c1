using Amazon.Runtime;

namespace Amazon.EC2;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary>Values of DeviceType; the service may answer with others.</summary>
public class DeviceType : ConstantClass
{
    public static readonly DeviceType Ebs = new("ebs");

    public static readonly DeviceType InstanceStore = new("instance-store");

    public DeviceType(string value)
        : base(value)
    {
    }

    public static DeviceType FindValue(string value) => FindValue<DeviceType>(value);

    public static implicit operator DeviceType(string value) => FindValue(value);
}
