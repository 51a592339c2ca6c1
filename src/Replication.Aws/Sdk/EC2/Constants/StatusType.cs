using Amazon.Runtime;

namespace Amazon.EC2;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary>Values of StatusType; the service may answer with others.</summary>
public class StatusType : ConstantClass
{
    public static readonly StatusType Passed = new("passed");

    public static readonly StatusType Failed = new("failed");

    public static readonly StatusType InsufficientData = new("insufficient-data");

    public static readonly StatusType Initializing = new("initializing");

    public StatusType(string value)
        : base(value)
    {
    }

    public static StatusType FindValue(string value) => FindValue<StatusType>(value);

    public static implicit operator StatusType(string value) => FindValue(value);
}
