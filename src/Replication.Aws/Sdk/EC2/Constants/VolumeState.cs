using Amazon.Runtime;

namespace Amazon.EC2;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary>Values of VolumeState; the service may answer with others.</summary>
public class VolumeState : ConstantClass
{
    public static readonly VolumeState Creating = new("creating");

    public static readonly VolumeState Available = new("available");

    public static readonly VolumeState InUse = new("in-use");

    public static readonly VolumeState Deleting = new("deleting");

    public static readonly VolumeState Deleted = new("deleted");

    public static readonly VolumeState Error = new("error");

    public VolumeState(string value)
        : base(value)
    {
    }

    public static VolumeState FindValue(string value) => FindValue<VolumeState>(value);

    public static implicit operator VolumeState(string value) => FindValue(value);
}
