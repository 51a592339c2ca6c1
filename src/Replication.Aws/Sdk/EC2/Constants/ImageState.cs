using Amazon.Runtime;

namespace Amazon.EC2;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary>Values of ImageState; the service may answer with others.</summary>
public class ImageState : ConstantClass
{
    public static readonly ImageState Pending = new("pending");

    public static readonly ImageState Available = new("available");

    public static readonly ImageState Invalid = new("invalid");

    public static readonly ImageState Deregistered = new("deregistered");

    public static readonly ImageState Transient = new("transient");

    public static readonly ImageState Failed = new("failed");

    public static readonly ImageState Error = new("error");

    public static readonly ImageState Disabled = new("disabled");

    public ImageState(string value)
        : base(value)
    {
    }

    public static ImageState FindValue(string value) => FindValue<ImageState>(value);

    public static implicit operator ImageState(string value) => FindValue(value);
}
