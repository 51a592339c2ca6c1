using Amazon.Runtime;

namespace Amazon.EBS;

/// <summary>How the checksums of blocks become one.</summary>
public class ChecksumAggregationMethod : ConstantClass
{
    public static readonly ChecksumAggregationMethod LINEAR = new("LINEAR");

    public ChecksumAggregationMethod(string value)
        : base(value)
    {
    }

    public static implicit operator ChecksumAggregationMethod(string value) => FindValue(value);

    public static ChecksumAggregationMethod FindValue(string value) => FindValue<ChecksumAggregationMethod>(value);
}
