using Amazon.Runtime;

namespace Amazon.EC2;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary>Values of ImageTypeValues; the service may answer with others.</summary>
public class ImageTypeValues : ConstantClass
{
    public static readonly ImageTypeValues Machine = new("machine");

    public static readonly ImageTypeValues Kernel = new("kernel");

    public static readonly ImageTypeValues Ramdisk = new("ramdisk");

    public ImageTypeValues(string value)
        : base(value)
    {
    }

    public static ImageTypeValues FindValue(string value) => FindValue<ImageTypeValues>(value);

    public static implicit operator ImageTypeValues(string value) => FindValue(value);
}
