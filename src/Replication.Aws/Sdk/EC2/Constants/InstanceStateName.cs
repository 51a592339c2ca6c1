using Amazon.Runtime;

namespace Amazon.EC2;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary>Values of InstanceStateName; the service may answer with others.</summary>
public class InstanceStateName : ConstantClass
{
    public static readonly InstanceStateName Pending = new("pending");

    public static readonly InstanceStateName Running = new("running");

    public static readonly InstanceStateName ShuttingDown = new("shutting-down");

    public static readonly InstanceStateName Terminated = new("terminated");

    public static readonly InstanceStateName Stopping = new("stopping");

    public static readonly InstanceStateName Stopped = new("stopped");

    public InstanceStateName(string value)
        : base(value)
    {
    }

    public static InstanceStateName FindValue(string value) => FindValue<InstanceStateName>(value);

    public static implicit operator InstanceStateName(string value) => FindValue(value);
}
