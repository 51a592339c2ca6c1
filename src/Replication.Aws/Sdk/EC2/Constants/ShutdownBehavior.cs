using Amazon.Runtime;

namespace Amazon.EC2;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary>Values of ShutdownBehavior; the service may answer with others.</summary>
public class ShutdownBehavior : ConstantClass
{
    public static readonly ShutdownBehavior Stop = new("stop");

    public static readonly ShutdownBehavior Terminate = new("terminate");

    public ShutdownBehavior(string value)
        : base(value)
    {
    }

    public static ShutdownBehavior FindValue(string value) => FindValue<ShutdownBehavior>(value);

    public static implicit operator ShutdownBehavior(string value) => FindValue(value);
}
