using Amazon.Runtime;

namespace Amazon.EC2;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary>Values of VolumeAttachmentState; the service may answer with others.</summary>
public class VolumeAttachmentState : ConstantClass
{
    public static readonly VolumeAttachmentState Attaching = new("attaching");

    public static readonly VolumeAttachmentState Attached = new("attached");

    public static readonly VolumeAttachmentState Detaching = new("detaching");

    public static readonly VolumeAttachmentState Detached = new("detached");

    public static readonly VolumeAttachmentState Busy = new("busy");

    public VolumeAttachmentState(string value)
        : base(value)
    {
    }

    public static VolumeAttachmentState FindValue(string value) => FindValue<VolumeAttachmentState>(value);

    public static implicit operator VolumeAttachmentState(string value) => FindValue(value);
}
