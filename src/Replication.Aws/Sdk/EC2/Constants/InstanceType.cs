using Amazon.Runtime;

namespace Amazon.EC2;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary>Values of InstanceType; the service may answer with others.</summary>
public class InstanceType : ConstantClass
{
    public static readonly InstanceType T2Micro = new("t2.micro");

    public static readonly InstanceType T3Micro = new("t3.micro");

    public static readonly InstanceType T3Small = new("t3.small");

    public static readonly InstanceType T3Medium = new("t3.medium");

    public static readonly InstanceType T3Large = new("t3.large");

    public static readonly InstanceType M5Large = new("m5.large");

    public static readonly InstanceType M5Xlarge = new("m5.xlarge");

    public static readonly InstanceType M6iLarge = new("m6i.large");

    public static readonly InstanceType M7iLarge = new("m7i.large");

    public static readonly InstanceType T4gMicro = new("t4g.micro");

    public InstanceType(string value)
        : base(value)
    {
    }

    public static InstanceType FindValue(string value) => FindValue<InstanceType>(value);

    public static implicit operator InstanceType(string value) => FindValue(value);
}
