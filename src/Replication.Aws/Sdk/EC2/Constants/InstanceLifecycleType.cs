using Amazon.Runtime;

namespace Amazon.EC2;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary>Values of InstanceLifecycleType; the service may answer with others.</summary>
public class InstanceLifecycleType : ConstantClass
{
    public static readonly InstanceLifecycleType Spot = new("spot");

    public static readonly InstanceLifecycleType Scheduled = new("scheduled");

    public static readonly InstanceLifecycleType CapacityBlock = new("capacity-block");

    public static readonly InstanceLifecycleType InterruptibleCapacityReservation = new("interruptible-capacity-reservation");

    public InstanceLifecycleType(string value)
        : base(value)
    {
    }

    public static InstanceLifecycleType FindValue(string value) => FindValue<InstanceLifecycleType>(value);

    public static implicit operator InstanceLifecycleType(string value) => FindValue(value);
}
