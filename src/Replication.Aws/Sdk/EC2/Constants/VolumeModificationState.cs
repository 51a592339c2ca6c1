using Amazon.Runtime;

namespace Amazon.EC2;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary>Values of VolumeModificationState; the service may answer with others.</summary>
public class VolumeModificationState : ConstantClass
{
    public static readonly VolumeModificationState Modifying = new("modifying");

    public static readonly VolumeModificationState Optimizing = new("optimizing");

    public static readonly VolumeModificationState Completed = new("completed");

    public static readonly VolumeModificationState Failed = new("failed");

    public VolumeModificationState(string value)
        : base(value)
    {
    }

    public static VolumeModificationState FindValue(string value) => FindValue<VolumeModificationState>(value);

    public static implicit operator VolumeModificationState(string value) => FindValue(value);
}
