using Amazon.Runtime;

namespace Amazon.EBS;

/// <summary>Algorithm of a block's checksum.</summary>
public class ChecksumAlgorithm : ConstantClass
{
    public static readonly ChecksumAlgorithm SHA256 = new("SHA256");

    public ChecksumAlgorithm(string value)
        : base(value)
    {
    }

    public static implicit operator ChecksumAlgorithm(string value) => FindValue(value);

    public static ChecksumAlgorithm FindValue(string value) => FindValue<ChecksumAlgorithm>(value);
}
