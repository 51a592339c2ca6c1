using Amazon.Runtime;

namespace Amazon.EC2;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary>Values of VolumeType; the service may answer with others.</summary>
public class VolumeType : ConstantClass
{
    public static readonly VolumeType Standard = new("standard");

    public static readonly VolumeType Io1 = new("io1");

    public static readonly VolumeType Io2 = new("io2");

    public static readonly VolumeType Gp2 = new("gp2");

    public static readonly VolumeType Sc1 = new("sc1");

    public static readonly VolumeType St1 = new("st1");

    public static readonly VolumeType Gp3 = new("gp3");

    public VolumeType(string value)
        : base(value)
    {
    }

    public static VolumeType FindValue(string value) => FindValue<VolumeType>(value);

    public static implicit operator VolumeType(string value) => FindValue(value);
}
