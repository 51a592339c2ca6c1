using Amazon.Runtime;

namespace Amazon.EC2;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary>Values of SnapshotLocationEnum; the service may answer with others.</summary>
public class SnapshotLocationEnum : ConstantClass
{
    public static readonly SnapshotLocationEnum Regional = new("regional");

    public static readonly SnapshotLocationEnum Local = new("local");

    public SnapshotLocationEnum(string value)
        : base(value)
    {
    }

    public static SnapshotLocationEnum FindValue(string value) => FindValue<SnapshotLocationEnum>(value);

    public static implicit operator SnapshotLocationEnum(string value) => FindValue(value);
}
