using Amazon.Runtime;

namespace Amazon.EC2;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary>Values of StatusName; the service may answer with others.</summary>
public class StatusName : ConstantClass
{
    public static readonly StatusName Reachability = new("reachability");

    public StatusName(string value)
        : base(value)
    {
    }

    public static StatusName FindValue(string value) => FindValue<StatusName>(value);

    public static implicit operator StatusName(string value) => FindValue(value);
}
