using Amazon.Runtime;

namespace Amazon.EC2;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary>Values of AttachmentLimitType; the service may answer with others.</summary>
public class AttachmentLimitType : ConstantClass
{
    public static readonly AttachmentLimitType Shared = new("shared");

    public static readonly AttachmentLimitType Dedicated = new("dedicated");

    public AttachmentLimitType(string value)
        : base(value)
    {
    }

    public static AttachmentLimitType FindValue(string value) => FindValue<AttachmentLimitType>(value);

    public static implicit operator AttachmentLimitType(string value) => FindValue(value);
}
