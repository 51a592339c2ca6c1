using Amazon.Runtime;

namespace Amazon.EC2;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary>Values of AttachmentStatus; the service may answer with others.</summary>
public class AttachmentStatus : ConstantClass
{
    public static readonly AttachmentStatus Attaching = new("attaching");

    public static readonly AttachmentStatus Attached = new("attached");

    public static readonly AttachmentStatus Detaching = new("detaching");

    public static readonly AttachmentStatus Detached = new("detached");

    public AttachmentStatus(string value)
        : base(value)
    {
    }

    public static AttachmentStatus FindValue(string value) => FindValue<AttachmentStatus>(value);

    public static implicit operator AttachmentStatus(string value) => FindValue(value);
}
