using Amazon.Runtime;

namespace Amazon.EC2;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary>Values of SubnetState; the service may answer with others.</summary>
public class SubnetState : ConstantClass
{
    public static readonly SubnetState Pending = new("pending");

    public static readonly SubnetState Available = new("available");

    public static readonly SubnetState Unavailable = new("unavailable");

    public static readonly SubnetState Failed = new("failed");

    public static readonly SubnetState FailedInsufficientCapacity = new("failed-insufficient-capacity");

    public SubnetState(string value)
        : base(value)
    {
    }

    public static SubnetState FindValue(string value) => FindValue<SubnetState>(value);

    public static implicit operator SubnetState(string value) => FindValue(value);
}
