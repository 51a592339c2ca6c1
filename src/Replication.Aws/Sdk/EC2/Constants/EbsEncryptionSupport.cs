using Amazon.Runtime;

namespace Amazon.EC2;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary>Values of EbsEncryptionSupport; the service may answer with others.</summary>
public class EbsEncryptionSupport : ConstantClass
{
    public static readonly EbsEncryptionSupport Unsupported = new("unsupported");

    public static readonly EbsEncryptionSupport Supported = new("supported");

    public EbsEncryptionSupport(string value)
        : base(value)
    {
    }

    public static EbsEncryptionSupport FindValue(string value) => FindValue<EbsEncryptionSupport>(value);

    public static implicit operator EbsEncryptionSupport(string value) => FindValue(value);
}
