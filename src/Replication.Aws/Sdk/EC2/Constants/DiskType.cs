using Amazon.Runtime;

namespace Amazon.EC2;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary>Values of DiskType; the service may answer with others.</summary>
public class DiskType : ConstantClass
{
    public static readonly DiskType Hdd = new("hdd");

    public static readonly DiskType Ssd = new("ssd");

    public DiskType(string value)
        : base(value)
    {
    }

    public static DiskType FindValue(string value) => FindValue<DiskType>(value);

    public static implicit operator DiskType(string value) => FindValue(value);
}
