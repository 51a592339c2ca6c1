using Amazon.Runtime;

namespace Amazon.EC2;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary>Values of AvailabilityZoneOptInStatus; the service may answer with others.</summary>
public class AvailabilityZoneOptInStatus : ConstantClass
{
    public static readonly AvailabilityZoneOptInStatus OptInNotRequired = new("opt-in-not-required");

    public static readonly AvailabilityZoneOptInStatus OptedIn = new("opted-in");

    public static readonly AvailabilityZoneOptInStatus NotOptedIn = new("not-opted-in");

    public AvailabilityZoneOptInStatus(string value)
        : base(value)
    {
    }

    public static AvailabilityZoneOptInStatus FindValue(string value) => FindValue<AvailabilityZoneOptInStatus>(value);

    public static implicit operator AvailabilityZoneOptInStatus(string value) => FindValue(value);
}
