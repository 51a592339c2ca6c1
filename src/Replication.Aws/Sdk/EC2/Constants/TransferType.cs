using Amazon.Runtime;

namespace Amazon.EC2;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary>Values of TransferType; the service may answer with others.</summary>
public class TransferType : ConstantClass
{
    public static readonly TransferType TimeBased = new("time-based");

    public static readonly TransferType Standard = new("standard");

    public TransferType(string value)
        : base(value)
    {
    }

    public static TransferType FindValue(string value) => FindValue<TransferType>(value);

    public static implicit operator TransferType(string value) => FindValue(value);
}
