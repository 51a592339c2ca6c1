using Amazon.Runtime;

namespace Amazon.EC2;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary>Values of AvailabilityZoneState; the service may answer with others.</summary>
public class AvailabilityZoneState : ConstantClass
{
    public static readonly AvailabilityZoneState Available = new("available");

    public static readonly AvailabilityZoneState Information = new("information");

    public static readonly AvailabilityZoneState Impaired = new("impaired");

    public static readonly AvailabilityZoneState Unavailable = new("unavailable");

    public static readonly AvailabilityZoneState Constrained = new("constrained");

    public AvailabilityZoneState(string value)
        : base(value)
    {
    }

    public static AvailabilityZoneState FindValue(string value) => FindValue<AvailabilityZoneState>(value);

    public static implicit operator AvailabilityZoneState(string value) => FindValue(value);
}
